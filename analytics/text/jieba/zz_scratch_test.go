package jieba_test

import (
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"

	"huisheng/analytics/text/jieba"
)

func cpu() time.Duration {
	var r syscall.Rusage
	syscall.Getrusage(1, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

func TestScratchCPU(t *testing.T) {
	runtime.LockOSThread()
	texts := normalised(t, "car/car_complaints.csv", 4671)
	runes := 0
	for _, x := range texts {
		runes += len([]rune(x))
	}
	c := cpu()
	s, err := jieba.Open(jieba.Config{})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("open cpu", cpu()-c)
	bare := reference(t, jieba.Config{}, true)
	known := reference(t, jieba.Config{}, false)
	for range 4 {
		a := cpu()
		for _, x := range texts {
			bare(x)
		}
		b := cpu()
		for _, x := range texts {
			known(x)
		}
		b2 := cpu()
		for from := 0; from < len(texts); from += 64 {
			s.Segment(texts[from:min(from+64, len(texts))])
		}
		d := cpu()
		fmt.Printf("bare %v known %v ours %v ratio %.1f / %.1f; ns/rune %.0f %.0f %.0f\n", b-a, b2-b, d-b2, float64(b-a)/float64(d-b2), float64(b2-b)/float64(d-b2), float64(b-a)/float64(runes), float64(b2-b)/float64(runes), float64(d-b2)/float64(runes))
	}
}
