package runtime

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"huisheng/jobs"
	"huisheng/jobs/alike"
	"huisheng/jobs/assemble"
	"huisheng/jobs/detect"
	"huisheng/jobs/enrich"
	"huisheng/jobs/explain"
	"huisheng/jobs/seal"
)

// Runner makes the runner of all jobs, once. It loads the dictionaries, which takes half a second, and frees them at Close. log gets a line
// for each window that is computed: for an operator's log, and nothing for a person at a terminal.
func (rt *Runtime) Runner(log *slog.Logger) (*jobs.Runner, error) {
	if rt.runner != nil {
		return rt.runner, nil
	}
	analysis, segmenter, err := OpenAnalysis(rt.Config)
	if err != nil {
		return nil, err
	}
	rt.onClose(segmenter.Close)
	facts := assemble.New(rt.Warehouse, rt.State)
	if err := rt.renew(facts); err != nil {
		return nil, err
	}
	same := alike.New(rt.Warehouse, rt.State, 0)
	if err := rt.renew(same); err != nil {
		return nil, err
	}
	findings := detect.New(rt.Warehouse, rt.State, time.Now)
	if err := rt.renew(findings); err != nil {
		return nil, err
	}
	causes := explain.New(rt.Warehouse, rt.State, Spoken(analysis.Classifier.Taxonomy()))
	if err := rt.renew(causes); err != nil {
		return nil, err
	}
	judge, err := rt.judge()
	if err != nil {
		return nil, err
	}
	themes, err := rt.discover(analysis)
	if err != nil {
		return nil, err
	}
	packs, err := Packs(rt.Config)
	if err != nil {
		return nil, err
	}
	now := &readings{state: rt.State, packs: packs, current: analysis}
	read := enrich.New(rt.readable, rt.State, analysis, enrich.Config{Current: now.Current}, time.Now)
	rt.read.Store(&reading{read, now})
	sealer, err := rt.Sealer()
	if err != nil {
		return nil, err
	}
	sealing := seal.NewJob(sealer, rt.State, rt.Config.SealWorkingDay, log)
	host, _ := os.Hostname() // only tells processes apart for people
	owner := fmt.Sprintf("%s 进程 %d，%s 起", host, os.Getpid(), time.Now().Format("2006-01-02 15:04:05"))
	rt.runner = jobs.New(jobs.Config{Owner: owner, Log: log, Tidy: rt.Warehouse.DropStages, Observe: rt.watched.run}, rt.State,
		enrich.AsJob{Job: read}, same, facts, findings, causes, judge,
		seal.NewComparison(rt.Warehouse, rt.State, sealer.Taxonomy()), sealing, themes)
	return rt.runner, nil
}

// Work keeps every figure fresh until Close.
func (rt *Runtime) Work(runner *jobs.Runner) {
	ctx, cancel := context.WithCancel(context.Background())
	var ended sync.WaitGroup
	ended.Go(func() {
		if err := runner.Serve(ctx); err != nil {
			rt.log.Error("作业停了", "error", err)
		}
	})
	rt.onClose(func() error {
		cancel()
		ended.Wait()
		return nil
	})
}
