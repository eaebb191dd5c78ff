package intake

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"strings"
	"time"

	"huisheng/analytics"
)

// How long a form is good for. Nobody writes a complaint in three seconds, and programs seldom wait that long.
const (
	formLeast = 3 * time.Second
	formMost  = 12 * time.Hour
)

// ticket is what a form carries: when it was opened, and a number of its own. From the number comes the number of the complaint, so that a
// form that is sent twice is one complaint.
type ticket struct {
	opened time.Time
	number [10]byte
}

func newTicket(now time.Time) ticket {
	t := ticket{opened: now.Truncate(time.Second)}
	rand.Read(t.number[:]) // never fails
	return t
}

// signer signs what goes out to browsers and comes back.
type signer []byte

func (s signer) sum(purpose string, data []byte) []byte {
	mac := hmac.New(sha256.New, s)
	mac.Write([]byte("huisheng form " + purpose + "\x00"))
	mac.Write(data)
	return mac.Sum(nil)[:16]
}

// seal writes a ticket.
func (s signer) seal(t ticket) string {
	data := append(binary.BigEndian.AppendUint64(nil, uint64(t.opened.Unix())), t.number[:]...)
	return base64.RawURLEncoding.EncodeToString(append(data, s.sum("ticket", data)...))
}

// unseal reads a ticket; false when it is not ours.
func (s signer) unseal(text string) (t ticket, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(raw) != 8+len(t.number)+16 {
		return t, false
	}
	data := raw[:8+len(t.number)]
	if !hmac.Equal(raw[len(data):], s.sum("ticket", data)) {
		return t, false
	}
	t.opened = time.Unix(int64(binary.BigEndian.Uint64(data)), 0)
	copy(t.number[:], data[8:])
	return t, true
}

// letters leave out what is mistaken for another (0 O, 1 I L U): people read these numbers out over the phone.
var letters = base32.NewEncoding("23456789ABCDEFGHJKMNPQRSTVWXYZ@#").WithPadding(base32.NoPadding)

// id is the number of the complaint that a form makes, such as W20261122-7F3K9-Q2M4T.
func (s signer) id(t ticket) string {
	code := letters.EncodeToString(s.sum("id", t.number[:]))
	code = strings.NewReplacer("@", "2", "#", "3").Replace(code)
	return "W" + t.opened.In(analytics.Zone).Format("20060102") + "-" + code[:5] + "-" + code[5:10]
}

// proof shows that a number was given out here.
func (s signer) proof(id string) string {
	return base64.RawURLEncoding.EncodeToString(s.sum("proof", []byte(id)))
}

func (s signer) proves(id, proof string) bool {
	return hmac.Equal([]byte(proof), []byte(s.proof(id)))
}
