package sample

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"huisheng/analytics/text"
)

var (
	mobilePattern   = regexp.MustCompile(`1[3-9]\d[ -]?\d{4}[ -]?\d{4}`)
	identityPattern = regexp.MustCompile(`[1-9]\d{5}(?:19|20)\d{9}[\dX]`)
	platePattern    = regexp.MustCompile(`[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z]{2}\d{4}`)
	cardPattern     = regexp.MustCompile(`629999[\d ]{13,18}|6299 99[\d ]{13,18}`)
)

func digitsOf(s string) string { return strings.NewReplacer(" ", "", "-", "").Replace(s) }

// Numbers in texts are shaped like real ones, with right check digits, and belong to nobody: no such prefix of mobiles is assigned,
// no such county exists, no bank issues such cards.
func TestPersonalNumbersAreWellFormed(t *testing.T) {
	_, list := whole()
	found := map[string]int{}
	for i := range list {
		r := &list[i]
		for _, kind := range r.Label.Personal {
			found[kind]++
		}
		text := r.Complaint.Text
		if slices.Contains(r.Label.Personal, "mobile") && !slices.ContainsFunc(mobilePattern.FindAllString(text, -1), func(s string) bool {
			return digitsOf(s) == r.Complaint.Customer.Phone
		}) {
			t.Errorf("%s says it has a mobile: %s", r.Complaint.ID, text)
		}
		if slices.Contains(r.Label.Personal, "identity") {
			n := identityPattern.FindString(text)
			if n == "" || n[2:6] != "0199" || identityCheck([]byte(n[:17])) != n[17] {
				t.Errorf("%s: identity number %q", r.Complaint.ID, n)
			}
		}
		if slices.Contains(r.Label.Personal, "card") {
			n := digitsOf(cardPattern.FindString(text))
			if len(n) != 19 || luhnCheck([]byte(n[:18])) != n[18] {
				t.Errorf("%s: card %q in %s", r.Complaint.ID, n, text)
			}
		}
		if !slices.Contains(mobilePrefixes, r.Complaint.Customer.Phone[:3]) || len(r.Complaint.Customer.Phone) != 11 {
			t.Errorf("%s: phone %q", r.Complaint.ID, r.Complaint.Customer.Phone)
		}
	}
	for _, kind := range personalNames {
		if found[kind] < 100 {
			t.Errorf("%d texts have %s", found[kind], kind)
		}
	}
}

// What the masker promises to take out of texts is taken out of them; one in a thousand may escape, as a number right behind that of
// an order may be taken for part of it.
func TestMaskerFindsAllOfIt(t *testing.T) {
	masker := text.NewMasker([]byte("sample"))
	_, list := whole()
	left := map[string]int{}
	total := map[string]int{}
	for i := range list {
		r := &list[i]
		if len(r.Label.Personal) == 0 {
			continue
		}
		masked := masker.Mask(r.Complaint.Text)
		note := func(kind string, there bool) {
			if slices.Contains(r.Label.Personal, kind) {
				total[kind]++
				if there {
					if left[kind]++; left[kind] < 4 {
						t.Logf("%s left: %s", kind, masked)
					}
				}
			}
		}
		note("mobile", strings.Contains(digitsOf(masked), r.Complaint.Customer.Phone))
		note("identity", identityPattern.MatchString(masked))
		note("card", cardPattern.MatchString(masked))
		note("mail", strings.Contains(masked, "@example") || strings.Contains(masked, "@mail"))
		note("plate", platePattern.MatchString(masked))
	}
	for kind, n := range left {
		if n*1000 > total[kind] {
			t.Errorf("%d of %d texts still show %s", n, total[kind], kind)
		}
	}
}
