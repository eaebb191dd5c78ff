package main

import "huisheng/analytics"

type consumeCommand struct{}

// Run stores what Kafka holds until it is interrupted. Several of them share the partitions of a server or cluster size.
func (consumeCommand) Run(p *program) error {
	rt, err := p.open()
	if err != nil {
		return err
	}
	defer rt.Close()
	if rt.Guest {
		return &analytics.Error{Kind: analytics.KindBusy, Text: "持有数据目录的进程已经在接收，不需要再开一个"}
	}
	if err := rt.Watch(p.ctx, Version); err != nil {
		return err
	}
	if err := rt.Receive(); err != nil {
		return err
	}
	p.log.Info("接收中", "kafka", rt.Kafka.Brokers)
	<-p.ctx.Done()
	return nil
}
