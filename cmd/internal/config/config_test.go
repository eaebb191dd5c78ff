package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func none(string) string { return "" }

func TestFileThenEnvironmentWin(t *testing.T) {
	file := filepath.Join(t.TempDir(), "huisheng.yaml")
	if err := os.WriteFile(file, []byte("data: here\nkafka:\n  brokers: [a:1, b:2]\n  partitions: 8\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(file, func(name string) string {
		if name == "HUISHENG_KAFKA_PARTITIONS" {
			return "16"
		}
		return ""
	})
	if err != nil {
		t.Fatal(err)
	}
	if c.Data != "here" || strings.Join(c.KafkaBrokers, ",") != "a:1,b:2" || c.KafkaPartitions != 16 {
		t.Fatalf("got %+v", c)
	}
}

func TestUnknownSettingIsNamedWithItsFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "huisheng.yaml")
	if err := os.WriteFile(file, []byte("kafka:\n  broker: a:1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Load(file, none)
	if err == nil || !strings.Contains(err.Error(), "kafka.broker") || !strings.Contains(err.Error(), file) {
		t.Fatalf("the error must name the setting and the file: %v", err)
	}
}

func TestWrongSettingsAreRefusedBeforeAnythingOpens(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"a listen address that others can reach": func(c *Config) { c.Listen = "0.0.0.0:80" },
		"a listen address without a port":        func(c *Config) { c.Listen = "127.0.0.1" },
		"no partition":                           func(c *Config) { c.KafkaPartitions = 0 },
		"replicas without a cluster":             func(c *Config) { c.ClickHouseReplicas = true },
		"an intake without a port":               func(c *Config) { c.Intake.Listen = "127.0.0.1" },
		"a form without an intake":               func(c *Config) { c.Intake.Form, c.Intake.FormSource = true, "官网" },
		"a form without a source":                func(c *Config) { c.Intake.Listen, c.Intake.Form = "127.0.0.1:0", true },
		"a certificate without its key":          func(c *Config) { c.Intake.Listen, c.Intake.Certificate = "127.0.0.1:0", "cert.pem" },
		"a public address without a scheme":      func(c *Config) { c.Intake.PublicURL = "service.example.com" },
		"a proxy that is no address":             func(c *Config) { c.Intake.TrustedProxies = []string{"proxy.example"} },
		"no data folder":                         func(c *Config) { c.Data = "" },
	} {
		c := Default()
		change(&c)
		if err := c.Validate(); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	c := Default()
	if err := c.Validate(); err != nil {
		t.Errorf("the defaults are refused: %v", err)
	}
	c.Intake = Intake{Listen: "0.0.0.0:8081", Form: true, FormSource: "官网", TrustedProxies: []string{"10.0.0.1", "192.168.0.0/16", "::1"}}
	if err := c.Validate(); err != nil || len(c.Intake.Proxies()) != 3 || c.Intake.Proxies()[0].String() != "10.0.0.1/32" {
		t.Errorf("an intake that others can reach is refused: %v %v", err, c.Intake.Proxies())
	}
}

func TestDumpShowsNoSecret(t *testing.T) {
	c := Default()
	c.ClickHousePassword, c.KafkaPassword, c.Deliver.MailPassword, c.State = "hunter2", "hunter2", "hunter2", "postgres://u:hunter2@h/d"
	for _, l := range c.Dump() {
		if strings.Contains(l.Value, "hunter2") {
			t.Errorf("%s is shown", l.Name)
		}
	}
}

func TestEverySettingCanBeSetByItsVariable(t *testing.T) {
	for _, s := range settings {
		v := map[string]string{"kafka.partitions": "3", "kafka.replicas": "3", "clickhouse.replicas": "true", "upload.limit_mb": "3", "intake.form": "true", "seal.working_day": "3", "deliver.days": "5"}[s.Name]
		if v == "" {
			v = "x"
		}
		c, err := Load("", func(name string) string {
			if name == s.Env() {
				return v
			}
			return ""
		})
		if err != nil || s.get(&c) != v {
			t.Errorf("%s: got %q, %v", s.Env(), s.get(&c), err)
		}
	}
}
