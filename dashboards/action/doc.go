// Package action holds measures against what was counted: it reads the days of a cause and of what it is compared with, lets
// analytics/effect judge them, and says the verdict in a sentence. The page 整改 and `huisheng actions` show the same by it.
package action
