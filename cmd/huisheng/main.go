// Huisheng 回声 turns customer complaints into answers. This is its one program; every command is a file beside this one.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"huisheng/analytics"
	"huisheng/cmd/internal/config"
	"huisheng/cmd/internal/runtime"
)

// Version is the program's version; a release sets it when linking.
var Version = "0.1.0-dev"

// Exit codes: what a script can tell apart.
const (
	exitFailed = 1 // the command ran and did not succeed
	exitUsage  = 2 // the command line is wrong
)

// commands is the whole command line.
type commands struct {
	Data   string `help:"数据目录。" env:"HUISHENG_DATA" placeholder:"DIR" type:"path"`
	Config string `help:"设置文件（YAML）。" env:"HUISHENG_CONFIG" placeholder:"FILE" type:"path"`
	Listen string `help:"页面的监听地址，仅限本机回环。" env:"HUISHENG_LISTEN" placeholder:"ADDR"`
	JSON   bool   `help:"用 JSON 报告结果。"`

	Demo        demoCommand        `cmd:"" help:"用生成的两年投诉演示：导入、分析、打开页面。"`
	Serve       serveCommand       `cmd:"" help:"常驻运行：接收、分析、提供页面。"`
	Import      importCommand      `cmd:"" help:"导入投诉、处理记录、基数：Excel、CSV、JSON、Parquet，文件夹、压缩包或标准输入。"`
	Imports     importsCommand     `cmd:"" help:"历次导入与各自的账；撤销或恢复一次导入。"`
	Mappings    mappingsCommand    `cmd:"" help:"保存的列映射：列出、查看、删除、导出、导入。"`
	Keys        keysCommand        `cmd:"" help:"接口的密钥：新建、列出、停用。"`
	Consume     consumeCommand     `cmd:"" help:"只接收：从 Kafka 写入 ClickHouse。"`
	Similar     similarCommand     `cmd:"" help:"找出文件里重复的、相近的和照模板写的投诉。"`
	Cases       casesCommand       `cmd:"" help:"与一段原文相近的已办结投诉：当时怎么办，客户是否满意。"`
	Rejected    rejectedCommand    `cmd:"" help:"退回的记录：查看、改正、重试、放弃。"`
	Taxonomy    taxonomyCommand    `cmd:"" help:"分类体系：列出、检查、比较、试一句、导出、由数据起草。"`
	Policy      policyCommand      `cmd:"" help:"时限与问责的办法：列出、打印、检查。"`
	Learn       learnCommand       `cmd:"" help:"分类器：从有标签的表格或已有数据学习，列出、启用、回退模型。"`
	Classify    classifyCommand    `cmd:"" help:"用学到的模型给任意表格的每一行分类，带置信度与依据。"`
	Evaluate    evaluateCommand    `cmd:"" help:"交叉验证：在任意有标签的表格上，分类器有多准、置信度是否可信。"`
	Corrections correctionsCommand `cmd:"" help:"人工更正的分类和词：列出、撤销、导出、读入。"`
	Deliver     deliverCommand     `cmd:"" help:"通知：收件人、规则、测试、发过的。"`
	Jobs        jobsCommand        `cmd:"" help:"分析任务。"`
	Seal        sealCommand        `cmd:"" help:"封账：一个月的数字、版本和归类按今天的样子留存。"`
	Unseal      unsealCommand      `cmd:"" help:"解封一个月。"`
	Seals       sealsCommand       `cmd:"" help:"封账记录，以及封账之后变动了什么。"`
	Check       checkCommand       `cmd:"" help:"检查设置与各部件，指出怎样修好。"`
	SQL         sqlCommand         `cmd:"" name:"sql" help:"只读查询 ClickHouse。"`
	ClickHouse  clickhouseCommand  `cmd:"" name:"clickhouse" help:"在本机以 ClickHouse 的 HTTP 接口开放内置引擎。"`
	Tone        toneCommand        `cmd:"" help:"任意表格里的语气：情感、紧急、诉求与建议，逐行写出并附依据。"`
	Warn        warnCommand        `cmd:"" help:"任意表格里的异常日子：合计与各分组逐日与自己的过去相比，上升和下降都算。"`
	Topics      topicsCommand      `cmd:"" help:"任意表格里的热点与新话题：把说同一件事的文字归到一起。"`
	Findings    findingsCommand    `cmd:"" help:"预警与月度变化：列出、看原因、作出判断。"`
	Why         whyCommand         `cmd:"" help:"为什么涨了：任意表格里，一段时间的增减来自哪些属性的组合。"`
	Actions     actionsCommand     `cmd:"" help:"整改：措施生效前后相比有没有用，是否复发。"`
	Precheck    precheckCommand    `cmd:"" help:"上市之前：同类产品出过哪些投诉，预计多少，要查什么。"`
	Sample      sampleCommand      `cmd:"" help:"生成示例投诉与处理记录。"`
	Bench       benchCommand       `cmd:"" help:"性能：与同一次运行里的参照相比。"`
	Schema      schemaCommand      `cmd:"" help:"输出消息格式的 JSON Schema。"`
	Migrate     migrateCommand     `cmd:"" help:"建立或升级数据表。"`
	StatusLink  statusLinkCommand  `cmd:"" help:"给客户看处理进度的链接。"`
	Version     versionCommand     `cmd:"" help:"版本。"`
}

// quiet is the log of commands that report to a person.
var quiet = slog.New(slog.DiscardHandler)

// program is one run of the program: what a command needs of its surroundings. Tests start it in their own process.
type program struct {
	ctx      context.Context
	stdout   io.Writer
	stderr   io.Writer
	getenv   func(string) string
	terminal bool // stderr is a terminal: a progress bar makes sense
	flags    *commands
	log      *slog.Logger
}

// config loads the settings with the flags on top, and checks them.
func (p *program) config() (config.Config, error) { return p.configOr("") }

// configOr is config with another data directory for when none was said.
func (p *program) configOr(data string) (config.Config, error) {
	c, err := config.Load(p.flags.Config, p.getenv)
	if err != nil {
		return c, err
	}
	if p.flags.Data != "" {
		c.Data = p.flags.Data
	} else if data != "" && c.Data == config.Default().Data {
		c.Data = data
	}
	if p.flags.Listen != "" {
		c.Listen = p.flags.Listen
	}
	return c, c.Validate()
}

// open starts the runtime for a command.
func (p *program) open() (*runtime.Runtime, error) {
	c, err := p.config()
	if err != nil {
		return nil, err
	}
	return runtime.Open(p.ctx, c, p.log)
}

// printf writes a line of the command's result.
func (p *program) printf(format string, args ...any) { fmt.Fprintf(p.stdout, format, args...) }

// run parses the arguments, runs the command, and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr *os.File, getenv func(string) string) int {
	var flags commands
	exit := -1
	parser, err := kong.New(&flags, kong.Name("huisheng"), kong.Description("回声：从客户投诉里得到答案。"), kong.UsageOnError(),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { exit = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Vars{"insight_kinds": insightKindNames(), "channels": strings.Join(analytics.Channels, "、")})
	if err != nil {
		fmt.Fprintln(stderr, err)
		return exitUsage
	}
	parsed, err := parser.Parse(meant(args))
	if exit >= 0 {
		return exit
	}
	if err != nil {
		fmt.Fprintf(stderr, "huisheng: %v\n用法见 huisheng --help\n", err)
		return exitUsage
	}
	p := &program{ctx: ctx, stdout: stdout, stderr: stderr, getenv: getenv, terminal: isTerminal(stderr), flags: &flags,
		log: slog.New(slog.NewTextHandler(stderr, nil))}
	if err := parsed.Run(p); err != nil {
		if errors.Is(err, context.Canceled) && ctx.Err() != nil {
			hint := ""
			if parsed.Selected().Name == "import" {
				hint = "：再运行同一条命令即可补齐，不多不少"
			}
			fmt.Fprintln(stderr, "huisheng: 已中断"+hint)
			return exitFailed
		}
		fmt.Fprintf(stderr, "huisheng: %v\n", err)
		return exitFailed
	}
	return 0
}

// meant puts what newcomers try into the words of the command line.
func meant(args []string) []string {
	switch {
	case len(args) == 0:
		return []string{"--help"}
	case args[0] == "help":
		return append(slices.Clone(args[1:]), "--help")
	case args[0] == "--version":
		return []string{"version"}
	}
	return args
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr, os.Getenv)
	stop()
	os.Exit(code)
}
