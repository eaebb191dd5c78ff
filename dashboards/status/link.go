package status

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strings"

	"huisheng/analytics"
)

// Links makes the tokens of status links and reads them. A token is the complaint's key, encrypted and authenticated without any state: the
// same complaint has the same token for as long as the generation stays, and another generation knows none of the tokens before.
//
// The construction is the SIV mode of Rogaway and Shrimpton (Deterministic Authenticated-Encryption, EUROCRYPT 2006; RFC 5297 is its
// form with AES-CMAC): a pseudo-random function of the plaintext is both the tag and the initial value of the encryption. Here the function
// is HMAC-SHA-256 cut to 128 bits and the encryption AES-256 in counter mode, each with a key of its own. A token can be guessed with
// a chance of 2^-128.
type Links struct {
	tag    []byte
	cipher cipher.Block
}

const tagBytes = 16

// mostToken bounds what is decoded: a source of 64 bytes and an id of 64 characters.
const mostToken = (tagBytes + 1 + 64 + 4*64 + 2) * 4 / 3

// NewLinks derives the keys of a generation (HKDF, RFC 5869) from a secret of the installation.
func NewLinks(secret []byte, generation uint64) (*Links, error) {
	derive := func(purpose string) ([]byte, error) {
		return hkdf.Key(sha256.New, secret, nil, fmt.Sprintf("huisheng status link %s, generation %d", purpose, generation), 32)
	}
	tag, err := derive("tag")
	if err != nil {
		return nil, err
	}
	key, err := derive("encryption")
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(key)
	return &Links{tag: tag, cipher: block}, err
}

// Token writes the token of a complaint, which can stand in an address as it is.
func (l *Links) Token(k analytics.Key) string {
	plain := append([]byte{byte(len(k.Source))}, k.Source+k.ID...)
	token := append(l.sum(plain), plain...)
	l.crypt(token)
	return base64.RawURLEncoding.EncodeToString(token)
}

// Read returns the complaint of a token; false for everything that Token did not write in this generation.
func (l *Links) Read(token string) (analytics.Key, bool) {
	if len(token) > mostToken || strings.ContainsAny(token, "\r\n") { // the decoder passes over ends of lines
		return analytics.Key{}, false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(raw) <= tagBytes {
		return analytics.Key{}, false
	}
	l.crypt(raw)
	plain := raw[tagBytes:]
	if !hmac.Equal(raw[:tagBytes], l.sum(plain)) || 1+int(plain[0]) > len(plain) {
		return analytics.Key{}, false
	}
	source := int(plain[0])
	return analytics.Key{Source: string(plain[1 : 1+source]), ID: string(plain[1+source:])}, true
}

func (l *Links) sum(plain []byte) []byte {
	h := hmac.New(sha256.New, l.tag)
	h.Write(plain)
	return h.Sum(nil)[:tagBytes]
}

// crypt turns what stands behind the tag into the other of plain and encrypted.
func (l *Links) crypt(token []byte) {
	cipher.NewCTR(l.cipher, token[:tagBytes]).XORKeyStream(token[tagBytes:], token[tagBytes:])
}
