package engine

// Access says who may use a Handler and for what.
type Access struct {
	// User and Password are asked for where Password is not empty.
	User, Password string
	// ReadOnly lets a client read and change nothing.
	ReadOnly bool
	// Full lets statements reach files and the network. It is for our own, in this process.
	Full bool
}
