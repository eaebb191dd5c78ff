package analytics

import "time"

// The channels by which a notice goes out.
const (
	ChannelWeCom    = "wecom"    // group robot of 企业微信
	ChannelDingTalk = "dingtalk" // group robot of 钉钉
	ChannelFeishu   = "feishu"   // group robot of 飞书
	ChannelMail     = "mail"
	ChannelWebhook  = "webhook" // any program, signed as Standard Webhooks
)

// Channels are all of them in the order in which people choose.
var Channels = []string{ChannelWeCom, ChannelDingTalk, ChannelFeishu, ChannelMail, ChannelWebhook}

// Recipient is whom notices go to: a group with a robot, a mailbox, a program. Somebody who is reached in two ways is two recipients.
type Recipient struct {
	Number        uint64
	Name, Channel string
	Shown         string // of the address, what may be shown: the host of a robot, the whole address of a mailbox
	Sealed        string // address and secret; only who sends opens it
	MadeBy        string
	MadeAt        time.Time
	GoneAt        time.Time // zero while it stands; what was sent keeps its name
}

// Delivery is one finding at one level for one recipient. There is at most one of each.
type Delivery struct {
	Number    uint64
	Finding   uint64
	Level     uint8
	Recipient uint64
	Rule      uint64
	Step      int // 0: the rule itself, n: its n-th escalation
	DueAt     time.Time
	Notice    uint64 // that told it; 0 while it waits
	Content   string // JSON of what is told
	Dropped   string // why it is not told after all; empty while it is
	MadeAt    time.Time
}

// DeliveryKey names one finding for one recipient.
type DeliveryKey struct{ Finding, Recipient uint64 }

// NoticeCounts is what became of notices, tests left out.
type NoticeCounts struct {
	Sent      int64
	Confirmed int64 // of them
	Failed    int64 // given up
}

// What becomes of a notice.
const (
	NoticeWaiting = "waiting"
	NoticeSending = "sending" // found by another process: that one died before it knew whether it was sent
	NoticeSent    = "sent"
	NoticeFailed  = "failed" // given up
)

// Notice is one message to one recipient, with one or more deliveries.
type Notice struct {
	Number    uint64
	Recipient uint64
	Content   string // JSON of the message
	Title     string
	N         int // deliveries in it; 0: a test
	Level     uint8
	State     string
	Attempts  int
	NextAt    time.Time // of the next attempt while it waits
	Trouble   string    // why the last attempt failed, and what to do
	MadeBy    string    // who asked for a test
	MadeAt    time.Time
	SentAt    time.Time

	OpenedAt, ConfirmedAt time.Time
	ConfirmedBy           string
}
