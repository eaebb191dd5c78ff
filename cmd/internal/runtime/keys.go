package runtime

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"huisheng/analytics"
)

// keyBytes is the length of the installation's key: 256 bits, for HMAC-SHA-256 and AES-256.
const keyBytes = 32

// keys are the installation's secrets, each derived from the one key file by HKDF (RFC 5869) under its purpose.
type keys struct {
	customer []byte // links the complaints of one customer
	content  []byte // tells contents apart
	seal     []byte // seals what could not be decoded and so not be masked
	status   []byte // makes status links
	form     []byte // signs what the customers' form sends out and gets back
	address  []byte // seals the addresses of recipients
	notice   []byte // makes the links of notices
	print    string // fingerprint of the key file; tells another key apart without telling the key
}

// openKeys reads the key file of a data directory and makes it at the first start. A file of another length is refused.
func openKeys(data string) (keys, error) {
	dir := filepath.Join(data, "keys")
	path := filepath.Join(dir, "installation.key")
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if raw, err = makeKey(dir, path); err != nil {
			return keys{}, err
		}
	} else if err != nil {
		return keys{}, analytics.Wrap(analytics.KindInvalid, err, "读不到密钥文件 %s", path)
	}
	master, err := hex.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil || len(master) != keyBytes {
		return keys{}, analytics.Invalid("keys", "密钥文件 %s 已损坏：请从备份中恢复它，不要新建", path)
	}
	return derive(master)
}

func makeKey(dir, path string) ([]byte, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "不能建立密钥目录 %s", dir)
	}
	master := make([]byte, keyBytes)
	if _, err := rand.Read(master); err != nil {
		return nil, err
	}
	raw := []byte(hex.EncodeToString(master) + "\n")
	// Written aside and renamed, so that a kill never leaves half a key.
	next := path + ".new"
	if err := writeSynced(next, raw, 0o600); err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "不能写密钥文件 %s", path)
	}
	return raw, os.Rename(next, path)
}

func derive(master []byte) (keys, error) {
	var k keys
	for purpose, into := range map[string]*[]byte{"customer": &k.customer, "content": &k.content, "seal": &k.seal, "form": &k.form, "status": &k.status,
		"address": &k.address, "notice": &k.notice} {
		sub, err := hkdf.Key(sha256.New, master, nil, "huisheng "+purpose, keyBytes)
		if err != nil {
			return k, err
		}
		*into = sub
	}
	sum := sha256.Sum256(append([]byte("huisheng fingerprint"), master...))
	k.print = hex.EncodeToString(sum[:8])
	return k, nil
}

func writeSynced(path string, raw []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	if _, err = f.Write(raw); err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
