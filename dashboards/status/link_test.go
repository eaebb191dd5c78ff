package status

import (
	"encoding/base64"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huisheng/analytics"
)

var secret = []byte("a secret of thirty-two bytes.....")

func links(t interface{ Fatal(...any) }, generation uint64) *Links {
	l, err := NewLinks(secret, generation)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func anyKey(t *rapid.T) analytics.Key {
	return analytics.Key{Source: rapid.StringN(1, 20, 64).Draw(t, "source"), ID: rapid.StringN(1, 64, 256).Draw(t, "id")}
}

func TestATokenNamesItsComplaintAndNothingElseDoes(t *testing.T) {
	one, two := links(t, 1), links(t, 2)
	rapid.Check(t, func(t *rapid.T) {
		k := anyKey(t)
		token := one.Token(k)
		if got, known := one.Read(token); !known || got != k {
			t.Fatalf("%q came back as %q, %v", k, got, known)
		}
		if again := one.Token(k); again != token {
			t.Fatal("the same complaint has two tokens")
		}
		if _, known := two.Read(token); known {
			t.Fatal("a revoked link still leads somewhere")
		}
		raw, _ := base64.RawURLEncoding.DecodeString(token)
		raw[rapid.IntRange(0, len(raw)-1).Draw(t, "byte")] ^= byte(1 << rapid.IntRange(0, 7).Draw(t, "bit"))
		if _, known := one.Read(base64.RawURLEncoding.EncodeToString(raw)); known {
			t.Fatal("a changed token is known")
		}
	})
}

func TestATokenTellsNothingOfWhatItNames(t *testing.T) {
	l := links(t, 1)
	a, b := l.Token(analytics.Key{Source: "crm", ID: "TS2024030100017"}), l.Token(analytics.Key{Source: "crm", ID: "TS2024030100018"})
	raw, _ := base64.RawURLEncoding.DecodeString(a)
	if strings.Contains(string(raw), "crm") || strings.Contains(string(raw), "TS2024") {
		t.Error("the number stands in the token")
	}
	same := 0
	for i := range a {
		if a[i] == b[i] {
			same++
		}
	}
	if len(a) != len(b) || same > len(a)/4 {
		t.Errorf("tokens of neighbours are alike: %s %s", a, b)
	}
	// Where the source ends and the id begins is part of what is authenticated.
	if l.Token(analytics.Key{Source: "ab", ID: "c"}) == l.Token(analytics.Key{Source: "a", ID: "bc"}) {
		t.Error("two complaints have one token")
	}
}

func FuzzToken(f *testing.F) {
	l := links(f, 1)
	f.Add(l.Token(analytics.Key{Source: "crm", ID: "1"}))
	whole := l.Token(analytics.Key{Source: "crm", ID: "1"})
	f.Add(whole[:9] + "\n" + whole[9:])
	for _, s := range []string{"", "AAAA", strings.Repeat("A", 22), strings.Repeat("_", 400), "=", "a b", "status.css"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, token string) {
		if k, known := l.Read(token); known && l.Token(k) != token {
			t.Errorf("%q is a second token of %q", token, k)
		}
	})
}
