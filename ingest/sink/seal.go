package sink

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
)

// sealer keeps what must not be read by everybody who may read the tables.
type sealer struct {
	key  []byte
	aead cipher.AEAD
}

func newSealer(key []byte) (*sealer, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("封存密钥不能用: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	return &sealer{key: key, aead: aead}, err
}

// seal returns base64 of a random nonce and the sealed bytes.
func (s *sealer) seal(plain []byte) string {
	nonce := make([]byte, s.aead.NonceSize(), s.aead.NonceSize()+len(plain)+s.aead.Overhead())
	rand.Read(nonce)
	return base64.StdEncoding.EncodeToString(s.aead.Seal(nonce, nonce, plain, nil))
}

// content is a keyed hash of what arrived, the same for the same bytes, from which the bytes cannot be guessed without the key.
func (s *sealer) content(value []byte) uint64 {
	h := hmac.New(sha256.New, s.key)
	h.Write(value)
	return binary.BigEndian.Uint64(h.Sum(nil))
}

// Seal keeps plain under key (32 bytes) so that only Unseal with the same key reads it: base64 of a random nonce and AES-GCM's bytes.
func Seal(key, plain []byte) (string, error) {
	s, err := newSealer(key)
	if err != nil {
		return "", err
	}
	return s.seal(plain), nil
}

// Unseal opens the payload of a sealed analytics.Rejected.
func Unseal(key []byte, payload string) ([]byte, error) {
	s, err := newSealer(key)
	if err != nil {
		return nil, err
	}
	sealed, err := base64.StdEncoding.DecodeString(payload)
	if err != nil || len(sealed) < s.aead.NonceSize() {
		return nil, fmt.Errorf("这不是封存的内容: %v", err)
	}
	n := s.aead.NonceSize()
	plain, err := s.aead.Open(nil, sealed[:n], sealed[n:], nil)
	if err != nil {
		return nil, fmt.Errorf("封存的内容打不开，密钥不对或内容被改动过: %w", err)
	}
	return plain, nil
}
