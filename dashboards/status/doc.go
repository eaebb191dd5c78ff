// Package status shows a customer how a complaint stands (透明化): a link that nobody can guess, and behind it one small page with the last
// four places of the number, the stage and its times. It shows no words, names, departments or notes. The page needs nothing around
// it, so that the intake's listener can serve it as well as the pages' server.
package status
