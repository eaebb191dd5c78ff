package operations

import (
	"strings"
	"testing"
	"time"

	"huisheng/analytics"
)

var now = time.Date(2024, 4, 1, 3, 0, 0, 0, analytics.Zone)

func names(s Snapshot) string {
	s.At = now
	var list []string
	for _, a := range Alarms(&s) {
		list = append(list, a.Name)
	}
	return strings.Join(list, " ")
}

func TestEachTroubleRaisesItsAlarmAndNoOther(t *testing.T) {
	waiting := []Partition{{Topic: "complaints.v1", End: 900, Stored: 100}}
	reader := []Member{{Name: "a"}}
	since := now.Add(-20 * time.Minute)
	full := Trouble{Part: "complaints.v1", Kind: analytics.KindFull, Text: "磁盘已满", Since: since}
	busy, down := full, full
	busy.Kind, down.Kind = analytics.KindBusy, analytics.KindDown
	failed := &analytics.Run{Job: "assemble", Outcome: analytics.RunFailed, Error: "x"}
	for want, s := range map[string]Snapshot{
		"":                    {Partitions: []Partition{{End: 9, Stored: 9}}, Members: reader, Disks: []Disk{{"default", 80 << 30, 100 << 30}}},
		"kafka_down":          {Troubles: []Trouble{{Part: PartKafka, Since: since}}, Partitions: waiting, Traffic: Traffic{Idle: time.Hour}},
		"disk_full":           {Troubles: []Trouble{full}, Members: reader},
		"clickhouse_refusing": {Troubles: []Trouble{busy}, Members: reader},
		"clickhouse_down":     {Troubles: []Trouble{down}, Members: reader},
		"state_down":          {Troubles: []Trouble{{Part: PartState, Since: since}}},
		"records_skipped":     {Receiving: &Receiving{Skipped: 3}},
		"no_reader":           {Partitions: waiting, Traffic: Traffic{Idle: time.Minute}},
		"stuck":               {Partitions: waiting, Members: reader, Traffic: Traffic{Idle: 3 * time.Minute}},
		"books_off":           {Books: analytics.Books{Received: 2, Stored: 1}, BooksKnown: true},
		"books_off ":          {BooksAlarm: "账不平"},
		"disk_low":            {Disks: []Disk{{"default", 9 << 30, 100 << 30}}},
		"lag_growing":         {Partitions: waiting, Members: reader, Traffic: Traffic{Growing: 6 * time.Minute}},
		"job_failing":         {Jobs: []Job{{Name: "assemble", Failures: 2, Last: failed}}},
		"jobs_behind":         {Jobs: []Job{{Name: "assemble", Pending: 3, Oldest: since}}},
		"rejects_high":        {Traffic: Traffic{Over: 15 * time.Minute, Stored: 1000, Rejected: 51}},
		"list_late":           {Fresh: Fresh{List: Age{Known: true, Most: 6 * time.Second}}},
		"figures_late":        {Fresh: Fresh{Figures: Age{Known: true, Now: 2 * time.Minute}}},
	} {
		if got := names(s); got != strings.TrimSpace(want) { // the space tells two ways to one alarm apart
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestQuietInstallationsRaiseNothing(t *testing.T) {
	for name, s := range map[string]Snapshot{
		"before anything was measured":   {},
		"a rebalance of a few seconds":   {Partitions: []Partition{{End: 9}}, Traffic: Traffic{Idle: 5 * time.Second}},
		"few records, half of them bad":  {Traffic: Traffic{Stored: 40, Rejected: 20}},
		"a burst":                        {Partitions: []Partition{{End: 90000}}, Members: []Member{{}}, Traffic: Traffic{Growing: time.Minute}},
		"freshness that is not known":    {Fresh: Fresh{Figures: Age{Most: time.Hour}}},
		"books that were not yet taken":  {Books: analytics.Books{Received: 1}},
		"a month that was just marked":   {Jobs: []Job{{Name: "assemble", Pending: 1, Oldest: now.Add(-time.Minute)}}},
		"a large disk with enough room":  {Disks: []Disk{{"default", 200 << 30, 1 << 40}}},
		"a job whose last run went well": {Jobs: []Job{{Name: "detect", Last: &analytics.Run{Outcome: analytics.RunDone}}}},
	} {
		if got := names(s); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestAnAlarmSaysSinceWhenAndWhatToDo(t *testing.T) {
	s := Snapshot{At: now, Troubles: []Trouble{{Part: PartKafka, Text: "不能连接", Since: now.Add(-90 * time.Second)}}}
	a := Alarms(&s)[0]
	if a.Text != "Kafka 没有应答（4 月 1 日 02:58 起，已 90 秒）：不能连接" || a.Do == "" || !a.Urgent {
		t.Errorf("%+v", a)
	}
	seen := map[string]bool{}
	for _, r := range Rules {
		if r.Meaning == "" || r.Do == "" || seen[r.Name] {
			t.Errorf("%s says too little or stands twice", r.Name)
		}
		seen[r.Name] = true
	}
}

func TestLengthsAndSizesAreShort(t *testing.T) {
	for d, want := range map[time.Duration]string{400 * time.Millisecond: "0.4 秒", 38*time.Second + 200*time.Millisecond: "38 秒", 12 * time.Minute: "12 分", 185 * time.Minute: "3 小时 5 分"} {
		if got := Short(d); got != want {
			t.Errorf("%s: %q, want %q", d, got, want)
		}
	}
	for n, want := range map[uint64]string{12 << 10: "12 KB", 820 << 20: "820 MB", 3 << 29: "1.5 GB"} {
		if got := Bytes(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}
