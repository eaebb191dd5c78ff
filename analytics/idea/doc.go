// Package idea reads what customers want: demands on their own matter (退款, 道歉), and suggestions for everybody (希望增加自助退款入口)
// as whole clauses, so that those who build the product read them in the customers' words.
package idea
