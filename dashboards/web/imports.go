package web

// Imports is what 导入 and its upload are made from.
type Imports interface{}
