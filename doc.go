// Package huisheng is the root of the module. It holds no code; its test holds the rules of who may import whom.
package huisheng
