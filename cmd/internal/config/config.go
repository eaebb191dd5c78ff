// Package config assembles every setting of the program: defaults, then the file, then the environment, then flags.
package config

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"

	"huisheng/analytics"
)

// Config is what the program was told. The zero addresses mean the embedded parts.
type Config struct {
	Data   string // folder that holds everything of an installation
	Listen string // address of the pages; loopback only

	MetricsListen string // address of /metrics beside the pages; empty: none

	KafkaBrokers    []string // empty: the embedded broker
	KafkaUser       string
	KafkaPassword   string
	KafkaPartitions int
	KafkaReplicas   int

	ClickHouseAddress  string // host:port of ClickHouse's HTTP interface; empty: the embedded engine
	ClickHouseDatabase string
	ClickHouseUser     string
	ClickHousePassword string
	ClickHouseCluster  string // name in remote_servers; empty: a single server
	ClickHouseReplicas bool   // Replicated engines and ON CLUSTER statements
	ClickHouseLibrary  string // path of libchdb; empty: found by itself

	State string // postgres://…; empty: SQLite in the data folder

	Dictionaries     string   // folder of gojieba's dictionaries; empty: found by itself
	UserDictionaries []string // files with a company's own words, one a line
	Taxonomy         string   // folder with a company's own taxonomy packs; empty: those of the program
	ValuedTiers      []string // tiers whose customers count as valued: every company names its own
	Policy           string   // code of a shipped policy, or the file of an own one
	Accountability   string   // off, counted or named: whether there is a page 问责, and whether it names persons
	TaxonomyPacks    []string // codes of the packs in use; empty: all
	Assets           string   // folder of echarts.min.js; empty: found by itself

	SealWorkingDay int // the working day on which the previous month is sealed by itself; 0: never

	Intake        Intake
	Deliver       Deliver
	UploadLimitMB int // how much one upload in the browser may hold
}

// The values of Accountability.
const (
	AccountabilityOff     = "off"
	AccountabilityCounted = "counted"
	AccountabilityNamed   = "named"
)

// Default is what holds when nothing is said.
func Default() Config {
	return Config{
		Data:   "data",
		Listen: "127.0.0.1:8080",
		// Four partitions let two cores decode side by side and leave room for more processes.
		KafkaPartitions:    4,
		KafkaReplicas:      1,
		ClickHouseDatabase: "default",
		Policy:             "graded",
		ValuedTiers:        []string{"钻石", "白金", "铂金", "金卡", "VIP", "贵宾", "重点"},
		Accountability:     "counted", // naming persons needs a decision of the company
		// A year of a large company as CSV; beyond it the command line needs no second copy of the file.
		UploadLimitMB: 1024,
		Deliver:       Deliver{Days: 3, MailSecurity: "starttls"},
	}
}

// A setting is one line of the table that drives file, environment, dump and reference.
type setting struct {
	Name   string // as in the file, with a dot between section and name
	Help   string
	Secret bool
	get    func(*Config) string
	set    func(*Config, string) error
}

// Env is the environment variable of the setting.
func (s setting) Env() string {
	return "HUISHENG_" + strings.ToUpper(strings.ReplaceAll(s.Name, ".", "_"))
}

func text(name, help string, field func(*Config) *string) setting {
	return setting{Name: name, Help: help,
		get: func(c *Config) string { return *field(c) },
		set: func(c *Config, v string) error { *field(c) = v; return nil }}
}

func several(name, help string, field func(*Config) *[]string) setting {
	return setting{Name: name, Help: help,
		get: func(c *Config) string { return strings.Join(*field(c), ",") },
		set: func(c *Config, v string) error { *field(c) = list(v); return nil }}
}

func secret(name, help string, field func(*Config) *string) setting {
	s := text(name, help, field)
	s.Secret = true
	return s
}

func number(name, help string, field func(*Config) *int) setting {
	return setting{Name: name, Help: help,
		get: func(c *Config) string { return strconv.Itoa(*field(c)) },
		set: func(c *Config, v string) error {
			n, err := strconv.Atoi(v)
			if err != nil {
				return analytics.Invalid(name, "设置 %s 应为整数，现为 %q", name, v)
			}
			*field(c) = n
			return nil
		}}
}

var settings = []setting{
	text("data", "数据目录", func(c *Config) *string { return &c.Data }),
	text("listen", "页面的监听地址，仅限本机回环", func(c *Config) *string { return &c.Listen }),
	text("metrics.listen", "只给出 /metrics 的监听地址，供 consume 等没有页面的进程；留空不开", func(c *Config) *string { return &c.MetricsListen }),
	several("kafka.brokers", "Kafka 地址，逗号分隔；留空用内置", func(c *Config) *[]string { return &c.KafkaBrokers }),
	text("kafka.user", "SASL/PLAIN 用户", func(c *Config) *string { return &c.KafkaUser }),
	secret("kafka.password", "SASL/PLAIN 口令", func(c *Config) *string { return &c.KafkaPassword }),
	number("kafka.partitions", "新建主题的分区数", func(c *Config) *int { return &c.KafkaPartitions }),
	number("kafka.replicas", "新建主题的副本数", func(c *Config) *int { return &c.KafkaReplicas }),
	text("clickhouse.address", "ClickHouse 的 HTTP 地址 host:port；留空用内置", func(c *Config) *string { return &c.ClickHouseAddress }),
	text("clickhouse.database", "数据库名", func(c *Config) *string { return &c.ClickHouseDatabase }),
	text("clickhouse.user", "用户", func(c *Config) *string { return &c.ClickHouseUser }),
	secret("clickhouse.password", "口令", func(c *Config) *string { return &c.ClickHousePassword }),
	text("clickhouse.cluster", "集群名；留空为单机", func(c *Config) *string { return &c.ClickHouseCluster }),
	{Name: "clickhouse.replicas", Help: "集群是否用副本表（true 或 false）",
		get: func(c *Config) string { return strconv.FormatBool(c.ClickHouseReplicas) },
		set: func(c *Config, v string) (err error) {
			if c.ClickHouseReplicas, err = strconv.ParseBool(v); err != nil {
				return analytics.Invalid("clickhouse.replicas", "设置 clickhouse.replicas 应为 true 或 false，现为 %q", v)
			}
			return nil
		}},
	text("clickhouse.library", "内置引擎的库文件 libchdb", func(c *Config) *string { return &c.ClickHouseLibrary }),
	secret("state", "PostgreSQL 的 DSN；留空用数据目录下的 SQLite", func(c *Config) *string { return &c.State }),
	text("text.dictionaries", "分词词典目录", func(c *Config) *string { return &c.Dictionaries }),
	several("text.user_dictionaries", "企业自有词表文件，逗号分隔", func(c *Config) *[]string { return &c.UserDictionaries }),
	text("taxonomy", "企业自有分类包（YAML）所在的目录；与内置包同代号的代替它，其余的添加", func(c *Config) *string { return &c.Taxonomy }),
	several("taxonomy_packs", "使用哪些分类包，写代号，逗号分隔；留空用全部", func(c *Config) *[]string { return &c.TaxonomyPacks }),
	text("policy", "按哪套办法计时和问责：内置的代号（graded 分级限时、levels 两级管控、24-72、control 客诉管控、regulator 监管时限），或自有办法的 YAML 文件", func(c *Config) *string { return &c.Policy }),
	several("customers.valued", "哪些客户等级是重点客户，逗号分隔；页面“客户”按它分层、列快速通道", func(c *Config) *[]string { return &c.ValuedTiers }),
	text("accountability", "问责页：off 不开；counted 只数人数，不列姓名；named 列出个人，须先有看到个人的权限", func(c *Config) *string { return &c.Accountability }),
	text("intake.listen", "接口的监听地址；留空不开", func(c *Config) *string { return &c.Intake.Listen }),
	text("intake.public_url", "客户访问接口的地址，用于进度链接，如 https://service.example.com", func(c *Config) *string { return &c.Intake.PublicURL }),
	text("intake.tls_cert", "接口的 TLS 证书文件", func(c *Config) *string { return &c.Intake.Certificate }),
	text("intake.tls_key", "接口的 TLS 私钥文件", func(c *Config) *string { return &c.Intake.PrivateKey }),
	yes("intake.form", "是否开放给客户的网页表单（true 或 false）", func(c *Config) *bool { return &c.Intake.Form }),
	text("intake.form_source", "表单投诉的来源名", func(c *Config) *string { return &c.Intake.FormSource }),
	several("intake.trusted_proxies", "可信的反向代理，IP 或网段，逗号分隔；只信它们的 X-Forwarded-For", func(c *Config) *[]string { return &c.Intake.TrustedProxies }),
	number("upload.limit_mb", "页面一次上传的上限，MB", func(c *Config) *int { return &c.UploadLimitMB }),
	number("seal.working_day", "每月第几个工作日（周一至周五）自动给上个月封账，1–20；0 不自动封", func(c *Config) *int { return &c.SealWorkingDay }),
	text("deliver.public_url", "同事打开这些页面的地址，用于通知里的链接，如 https://echo.example.com；留空则通知没有链接", func(c *Config) *string { return &c.Deliver.PublicURL }),
	several("deliver.allow", "通知可以发往的内网网段，如 10.1.0.0/16，逗号分隔；留空只发往公网和本机", func(c *Config) *[]string { return &c.Deliver.Allow }),
	number("deliver.days", "只通知最近几天内的发现，1–31", func(c *Config) *int { return &c.Deliver.Days }),
	text("mail.server", "邮件服务器，如 smtp.example.com:587；留空不发邮件", func(c *Config) *string { return &c.Deliver.MailServer }),
	text("mail.security", "与邮件服务器的连接：starttls、tls，本机可用 none", func(c *Config) *string { return &c.Deliver.MailSecurity }),
	text("mail.user", "邮件服务器的用户；留空不登录", func(c *Config) *string { return &c.Deliver.MailUser }),
	secret("mail.password", "邮件服务器的口令", func(c *Config) *string { return &c.Deliver.MailPassword }),
	text("mail.from", "发件地址，如 echo@example.com", func(c *Config) *string { return &c.Deliver.MailFrom }),
	text("assets", "echarts.min.js 所在目录", func(c *Config) *string { return &c.Assets }),
}

func list(v string) []string {
	var out []string
	for part := range strings.SplitSeq(v, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// Load reads the file (when its name is not empty) and the environment over the defaults. Flags are the caller's to lay on top, before Validate.
func Load(file string, getenv func(string) string) (Config, error) {
	c := Default()
	if file != "" {
		if err := c.readFile(file); err != nil {
			return c, err
		}
	}
	for _, s := range settings {
		if v := getenv(s.Env()); v != "" {
			if err := s.set(&c, v); err != nil {
				return c, fmt.Errorf("环境变量 %s：%w", s.Env(), err)
			}
		}
	}
	return c, nil
}

func (c *Config) readFile(file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return analytics.Wrap(analytics.KindMissing, err, "读不到设置文件 %s", file)
	}
	var tree map[string]any
	if err := yaml.Unmarshal(raw, &tree); err != nil {
		return analytics.Wrap(analytics.KindInvalid, err, "设置文件 %s 不是正确的 YAML", file)
	}
	flat := map[string]string{}
	flatten("", tree, flat)
	for name, v := range flat {
		s, ok := find(name)
		if !ok {
			return analytics.Invalid(name, "设置文件 %s 里的 %s 不认识；`huisheng check --settings` 列出全部设置", file, name)
		}
		if err := s.set(c, v); err != nil {
			return fmt.Errorf("设置文件 %s：%w", file, err)
		}
	}
	return nil
}

func find(name string) (setting, bool) {
	for _, s := range settings {
		if s.Name == name {
			return s, true
		}
	}
	return setting{}, false
}

func flatten(prefix string, tree map[string]any, into map[string]string) {
	for k, v := range tree {
		name := k
		if prefix != "" {
			name = prefix + "." + k
		}
		switch v := v.(type) {
		case map[string]any:
			flatten(name, v, into)
		case []any:
			parts := make([]string, len(v))
			for i := range v {
				parts[i] = fmt.Sprint(v[i])
			}
			into[name] = strings.Join(parts, ",")
		case nil:
			into[name] = ""
		default:
			into[name] = fmt.Sprint(v)
		}
	}
}

// Validate checks the settings that can be wrong on their own or together, before anything opens.
func (c *Config) Validate() error {
	if c.Data == "" {
		return analytics.Invalid("data", "设置 data 为空：请给出数据目录，例如 --data data")
	}
	abs, err := filepath.Abs(c.Data)
	if err != nil {
		return analytics.Wrap(analytics.KindInvalid, err, "数据目录 %s 不能用", c.Data)
	}
	c.Data = abs
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return analytics.Invalid("listen", "监听地址 %q 应写作 127.0.0.1:8080", c.Listen)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return analytics.Invalid("listen", "监听地址 %q 不是本机回环：在有登录之前，页面只在 127.0.0.1 上开放", c.Listen)
	}
	if _, _, err := net.SplitHostPort(c.MetricsListen); c.MetricsListen != "" && err != nil {
		return analytics.Invalid("metrics.listen", "指标的监听地址 %q 应写作 127.0.0.1:9108", c.MetricsListen)
	}
	if c.KafkaPartitions < 1 || c.KafkaPartitions > 1024 {
		return analytics.Invalid("kafka.partitions", "设置 kafka.partitions 应在 1–1024 之间，现为 %d", c.KafkaPartitions)
	}
	if c.UploadLimitMB < 1 || c.UploadLimitMB > 1<<20 {
		return analytics.Invalid("upload.limit_mb", "设置 upload.limit_mb 应在 1–1048576 之间，现为 %d", c.UploadLimitMB)
	}
	if !slices.Contains([]string{AccountabilityOff, AccountabilityCounted, AccountabilityNamed}, c.Accountability) {
		return analytics.Invalid("accountability", "设置 accountability 应为 off、counted 或 named，现为 %q", c.Accountability)
	}
	if c.SealWorkingDay < 0 || c.SealWorkingDay > 20 {
		return analytics.Invalid("seal.working_day", "设置 seal.working_day 应在 0–20 之间，0 为不自动封账，现为 %d", c.SealWorkingDay)
	}
	if c.KafkaReplicas < 1 {
		return analytics.Invalid("kafka.replicas", "设置 kafka.replicas 至少为 1，现为 %d", c.KafkaReplicas)
	}
	if c.ClickHouseReplicas && c.ClickHouseCluster == "" {
		return analytics.Invalid("clickhouse.cluster", "用副本表（clickhouse.replicas）须先给出集群名 clickhouse.cluster")
	}
	if len(c.KafkaBrokers) == 0 && c.ClickHouseCluster != "" && c.ClickHouseAddress != "" {
		return analytics.Invalid("kafka.brokers", "集群须用 Apache Kafka：请设置 kafka.brokers")
	}
	if err := c.Deliver.validate(); err != nil {
		return err
	}
	return c.Intake.validate()
}

// Line is one setting as a person sees it.
type Line struct {
	Name, Env, Value, Help string
}

// Dump lists every setting with its value; secrets are masked.
func (c *Config) Dump() []Line {
	lines := make([]Line, 0, len(settings))
	for _, s := range settings {
		v := s.get(c)
		if s.Secret && v != "" {
			v = "••••••"
		}
		lines = append(lines, Line{Name: s.Name, Env: s.Env(), Value: v, Help: s.Help})
	}
	return lines
}
