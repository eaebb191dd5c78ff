package chart

import (
	"encoding/json"
	"math"
	"net/url"
	"strings"
	"testing"
)

func TestLabelsFromOutsideAreNeverCode(t *testing.T) {
	for _, h := range []string{"__f__alert(1)__f__", "</script><script>alert(1)</script>", "{a|b}", "x__f__y__f__z"} {
		options := map[string]func() (json.RawMessage, error){
			"months": func() (json.RawMessage, error) {
				return Months([]Bar{{Name: h, Label: h, Tip: h, N: 1, Door: "/complaints?q=" + url.QueryEscape(h)}}, h)
			},
			"days": func() (json.RawMessage, error) {
				n := uint64(3)
				return Days([]Day{{Name: h, N: &n, Mark: h, Tip: h}}, 2, h, h)
			},
			"heat":  func() (json.RawMessage, error) { return Heat([]string{h}, []string{h}, []HeatCell{{N: 1, Tip: h}}, h) },
			"rows":  func() (json.RawMessage, error) { return Rows([]Row{{Name: h, N: 1, Text: h}}, h) },
			"tiles": func() (json.RawMessage, error) { return Tiles([]Tile{{Name: h, N: 1}}, 1, 1, h) },
		}
		for name, build := range options {
			option, err := build()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if !json.Valid(option) {
				t.Errorf("%s is not JSON", name)
			}
			for _, bad := range []string{"__f__", "</script", "<script", "{a|"} {
				if strings.Contains(string(option), bad) {
					t.Errorf("%s of %q holds %q: %s", name, h, bad, option)
				}
			}
		}
	}
}

func TestTheWordJoinerKeepsTheLabelReadable(t *testing.T) {
	if got := strings.ReplaceAll(Text("a__f__b"), "\u2060", ""); got != "a__f__b" {
		t.Error(got)
	}
}

func TestWhatCannotBeDrawnIsRefused(t *testing.T) {
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if _, err := Heat([]string{"a"}, []string{"b"}, []HeatCell{{Deviation: x}}, ""); x != x && err == nil {
			t.Errorf("%v was drawn", x)
		}
	}
}

func TestAnUnfinishedMonthIsHatchedAndOnlyTheChosenOneIsBlue(t *testing.T) {
	option, err := Months([]Bar{{Name: "2 月", N: 968}, {Name: "3 月", N: 1939, Chosen: true}, {Name: "4 月", N: 12, Unfilled: true}}, "")
	if err != nil {
		t.Fatal(err)
	}
	var read struct {
		Animation *bool
		XAxis     []struct{ Data []string }
		YAxis     struct {
			Min      float64
			AxisTick struct{ Show bool }
		}
		Tooltip struct{ RenderMode string }
		Series  []struct {
			Data []struct {
				ItemStyle struct {
					Color string
					Decal *struct{ Symbol string }
				}
			}
		}
	}
	if err := json.Unmarshal(option, &read); err != nil {
		t.Fatal(err)
	}
	bars := read.Series[0].Data
	if bars[0].ItemStyle.Color != Data2 || bars[1].ItemStyle.Color != Data || bars[2].ItemStyle.Decal == nil || bars[1].ItemStyle.Decal != nil {
		t.Errorf("%+v", bars)
	}
	if read.Animation == nil || *read.Animation || read.YAxis.Min != 0 || read.YAxis.AxisTick.Show || read.Tooltip.RenderMode != "richText" || len(read.XAxis[0].Data) != 3 {
		t.Errorf("%+v", read)
	}
}
