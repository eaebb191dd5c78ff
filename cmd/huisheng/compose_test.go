package main

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"

	"huisheng/cmd/internal/config"
)

// loadCompose reads docker-compose.yml the way Docker does, with the passwords that .env would give.
func loadCompose(t *testing.T, env ...string) (*types.Project, error) {
	t.Helper()
	options, err := cli.NewProjectOptions([]string{"../../docker-compose.yml"}, cli.WithEnv(env))
	if err != nil {
		t.Fatal(err)
	}
	return options.LoadProject(context.Background())
}

func TestComposeWantsItsPasswordAndPublishesOnLoopbackOnly(t *testing.T) {
	if _, err := loadCompose(t); err == nil || !strings.Contains(err.Error(), "CLICKHOUSE_PASSWORD") {
		t.Fatalf("without a password it must be refused, by name: %v", err)
	}
	project, err := loadCompose(t, "CLICKHOUSE_PASSWORD=secret")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"kafka", "clickhouse", "huisheng"} {
		service, err := project.GetService(name)
		if err != nil {
			t.Fatal(err)
		}
		if service.HealthCheck == nil || len(service.HealthCheck.Test) == 0 {
			t.Errorf("%s has no healthcheck", name)
		}
		if len(service.Volumes) == 0 {
			t.Errorf("%s keeps nothing in a volume", name)
		}
		for _, port := range service.Ports {
			if port.HostIP != "127.0.0.1" {
				t.Errorf("%s publishes %s on %q, not on loopback", name, port.Published, port.HostIP)
			}
		}
	}
}

func TestComposeGivesHuishengSettingsThatItKnows(t *testing.T) {
	project, err := loadCompose(t, "CLICKHOUSE_PASSWORD=secret")
	if err != nil {
		t.Fatal(err)
	}
	service, err := project.GetService("huisheng")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	defaults := config.Default()
	for _, line := range defaults.Dump() {
		known[line.Env] = true
	}
	values := map[string]string{}
	for name, value := range service.Environment {
		if !known[name] {
			t.Errorf("docker-compose.yml sets %s, which is no setting", name)
		}
		values[name] = *value
	}
	c, err := config.Load("", func(name string) string { return values[name] })
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Validate(); err != nil {
		t.Error(err)
	}
	if len(c.KafkaBrokers) == 0 || c.ClickHouseAddress == "" || c.ClickHousePassword != "secret" {
		t.Errorf("the server size is not what these settings mean: %+v", c)
	}
}

// What the tests' Kafka is told must be what compose tells its own, or the suite is green for a server that nobody runs.
func TestComposeAndTheTestsTellKafkaTheSame(t *testing.T) {
	project, err := loadCompose(t, "CLICKHOUSE_PASSWORD=secret")
	if err != nil {
		t.Fatal(err)
	}
	service, err := project.GetService("kafka")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("../../scripts/kafka/start.sh")
	if err != nil {
		t.Fatal(err)
	}
	own := map[string]bool{"listeners": true, "advertised.listeners": true, "controller.quorum.voters": true, "log.dirs": true}
	tested := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^([a-z]+\.[a-z.]+)=(.*)$`).FindAllStringSubmatch(string(script), -1) {
		if !own[m[1]] {
			tested[m[1]] = m[2]
		}
	}
	composed := map[string]string{}
	for name, value := range service.Environment {
		if key, ok := strings.CutPrefix(name, "KAFKA_"); ok {
			if key = strings.ToLower(strings.ReplaceAll(key, "_", ".")); !own[key] {
				composed[key] = *value
			}
		}
	}
	if len(tested) == 0 {
		t.Fatal("no settings found in scripts/kafka/start.sh")
	}
	for key, value := range tested {
		if composed[key] != value {
			t.Errorf("%s: the tests use %q, compose %q", key, value, composed[key])
		}
	}
	for key := range composed {
		if _, ok := tested[key]; !ok {
			t.Errorf("%s is set in compose only", key)
		}
	}
}
