package intake

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// secretPrefix tells people, and programs that look for leaked secrets, what a secret is for.
const secretPrefix = "hs_"

// NewSecret makes the secret of a key: hs_, the key's id, 256 random bits. Only id and hash are kept. A plain SHA-256 is enough to keep it
// by: bcrypt and its like slow down the guessing of what people choose, and 256 random bits cannot be guessed at any speed.
func NewSecret() (secret, id, hash string) {
	random := make([]byte, 4+32)
	rand.Read(random) // never fails
	id = hex.EncodeToString(random[:4])
	secret = secretPrefix + id + "_" + base64.RawURLEncoding.EncodeToString(random[4:])
	return secret, id, hashOf(secret)
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// idOf is the id that a secret names, empty when it has not the form of one.
func idOf(secret string) string {
	rest, found := strings.CutPrefix(secret, secretPrefix)
	id, _, ended := strings.Cut(rest, "_")
	if !found || !ended {
		return ""
	}
	return id
}

// opens reports whether a secret is the key's. It takes equally long for every wrong one.
func (k Key) opens(secret string) bool {
	return subtle.ConstantTimeCompare([]byte(hashOf(secret)), []byte(k.Hash)) == 1
}
