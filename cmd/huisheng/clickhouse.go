package main

type clickhouseCommand struct {
	Write bool `help:"允许写入；默认只读。"`
}

// defaultClickHouse is ClickHouse's own port, on loopback.
const defaultClickHouse = "127.0.0.1:8123"

// Run serves the embedded engine over ClickHouse's HTTP interface until it is interrupted.
func (c clickhouseCommand) Run(p *program) error {
	address := p.flags.Listen
	if address == "" {
		address = defaultClickHouse
	}
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	return rt.ServeClickHouse(p.ctx, address, c.Write, func(at string) {
		mode := "只读"
		if c.Write {
			mode = "可写"
		}
		p.printf("ClickHouse（%s）：http://%s  例：curl 'http://%s/?query=SELECT+count()+FROM+facts'\n", mode, at, at)
	})
}
