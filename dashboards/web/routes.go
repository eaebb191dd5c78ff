package web

import "net/http"

// site holds what the handlers share. It has no state of its own but caches of files and the counts under way.
type site struct {
	Config
	pages   *pages
	library *library
	counter *counter
	drivers driverCache
	judged  judgements
}

// New makes the handler of all pages. It does nothing until a request comes.
func New(c Config) http.Handler {
	s := &site{Config: c.withDefaults(), pages: parsePages(), library: newLibrary(c.Assets), counter: newCounter()}
	return secure(deliver(s.guard(s.routes())))
}

// routes is every address there is.
func (s *site) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.showOverview)                // 月度总览
	mux.HandleFunc("GET /filters", s.showFilters)             // values to filter by, a fragment
	mux.HandleFunc("GET /export/{panel}", s.exportPanel)      // the numbers of a panel as CSV
	mux.HandleFunc("GET /complaints", s.showComplaints)       // 投诉明细
	mux.HandleFunc("GET /tally", s.showTally)                 // how many a list holds, a fragment
	mux.HandleFunc("GET /complaint", s.showComplaint)         // one complaint, a fragment or a page
	mux.HandleFunc("GET /complaints.csv", s.exportComplaints) // the list as CSV
	mux.HandleFunc("GET /rejected", s.showRejected)           // 退回
	mux.HandleFunc("GET /rejected/{record}", s.showRejectedOne)
	mux.HandleFunc("POST /rejected/{record}", s.changeRejected) // retry or discard, all of a filter
	mux.HandleFunc("POST /rejected/{record}/retry", s.retryRejectedOne)
	mux.HandleFunc("POST /rejected/{record}/discard", s.discardRejectedOne)
	mux.HandleFunc("POST /rejected/{record}/reopen", s.reopenRejectedOne)
	mux.HandleFunc("GET /rejected.csv", s.exportRejected)
	mux.HandleFunc("GET /rejected.ndjson", s.exportRejectedLines)
	mux.HandleFunc("GET /books", s.showBooks) // 账目
	mux.HandleFunc("POST /books/explain", s.explainBooks)
	mux.HandleFunc("GET /books.csv", s.exportBooks)            // the same by hour as CSV
	mux.HandleFunc("GET /operations", s.showOperations)        // 运行
	mux.HandleFunc("GET /export/flow.csv", s.exportFlow)       // its chart as CSV
	mux.HandleFunc("GET /metrics", s.serveMetrics)             // the same for Prometheus
	mux.HandleFunc("GET /docs", s.showDocument)                // 使用
	mux.HandleFunc("GET /docs/{name}", s.showDocument)         // 口径说明 and the others
	mux.HandleFunc("GET /assets/echarts.min.js", s.serveChart) // npm's, from the folder that was found
	mux.HandleFunc("GET /assets/{file}", s.serveAsset)         // ours
	if s.Cases != nil {
		mux.HandleFunc("GET /similar", s.showCases)       // past complaints like one, a fragment
		mux.HandleFunc("GET /api/similar", s.serveCases)  // the same as JSON, for other programs
		mux.HandleFunc("POST /api/similar", s.serveCases) // for a text that is long
	}
	if s.Taxonomies != nil {
		mux.HandleFunc("GET /taxonomy", s.showTaxonomy) // 分类体系
	}
	if s.Seals != nil {
		mux.HandleFunc("GET /seals", s.showSeals)   // 封账, and what changed since
		mux.HandleFunc("POST /seals", s.changeSeal) // seal or unseal a month
	}
	s.dataRoutes(mux)
	s.themeRoutes(mux)
	s.findingRoutes(mux)
	s.satisfactionRoutes(mux)
	s.correctionRoutes(mux)
	s.improveRoutes(mux)
	s.deliveryRoutes(mux)
	if s.Models != nil {
		mux.HandleFunc("GET /evaluation", s.showEvaluation) // 评估
		mux.HandleFunc("POST /evaluation/{number}/use", s.useModel)
	}
	if s.Judged != nil {
		mux.HandleFunc("GET /service", s.showService) // 服务时效
	}
	if s.Accountable != nil {
		mux.HandleFunc("GET /accountability", s.showAccountability) // 问责
		mux.HandleFunc("GET /accountability.csv", s.exportAccountability)
	}
	if s.Alike != nil {
		mux.HandleFunc("GET /alike", s.showAlike) // 重复与群诉
	}
	if s.Status != nil {
		mux.Handle("GET /s/", s.Status) // how a complaint stands, for its customer
	}
	mux.HandleFunc("/", s.notFound)
	return mux
}

// dataRoutes are the addresses under 数据. Those that nothing was set for are not there.
func (s *site) dataRoutes(mux *http.ServeMux) {
	if s.Imports != nil {
		mux.HandleFunc("GET /imports", s.showImports)                // all imports
		mux.HandleFunc("GET /import/{id}", s.showImport)             // one of them, or the preview of a draft
		mux.HandleFunc("GET /import/{id}/progress", s.showProgress)  // how far it is, a fragment
		mux.HandleFunc("GET /import/{id}/{change}", s.confirmChange) // what undoing or redoing it does
		mux.HandleFunc("POST /import/{id}/{change}", s.changeImport) // undo and redo
	}
	if s.Uploads != nil {
		mux.HandleFunc("GET /import/new", s.showUpload)             // choose files
		mux.HandleFunc("POST /import/new", s.receiveUpload)         // take them
		mux.HandleFunc("GET /import/{id}/check", s.showCheck)       // what reading the whole table found, a fragment
		mux.HandleFunc("POST /import/{id}", s.changeDraft)          // correct the mapping
		mux.HandleFunc("POST /import/{id}/confirm", s.confirmDraft) // import it
		mux.HandleFunc("POST /import/{id}/discard", s.discardDraft) // remove it
	}
}

// correctionRoutes are the addresses under which labels are corrected.
func (s *site) correctionRoutes(mux *http.ServeMux) {
	if s.Corrections == nil {
		return
	}
	mux.HandleFunc("GET /correct", s.showCorrect)        // 改分类 of one complaint
	mux.HandleFunc("GET /correct/check", s.checkCorrect) // what it would do
	mux.HandleFunc("POST /correct", s.saveCorrect)
	mux.HandleFunc("POST /corrections/{number}/undo", s.undoCorrection)
	mux.HandleFunc("POST /changes/{number}/undo", s.undoChange)
	mux.HandleFunc("GET /review", s.showReview) // 核对
	mux.HandleFunc("POST /review/accept", s.acceptLabel)
	mux.HandleFunc("POST /review/name", s.rememberName)
	mux.HandleFunc("GET /review/same", s.showSame) // the others of one wording or matter
	mux.HandleFunc("POST /review/same", s.acceptSame)
}

// improveRoutes are the addresses under 改进.
func (s *site) improveRoutes(mux *http.ServeMux) {
	if s.Actions != nil {
		mux.HandleFunc("GET /actions", s.showActions)            // 整改
		mux.HandleFunc("GET /actions.csv", s.exportActions)      // the same as CSV
		mux.HandleFunc("GET /actions/new", s.showNewAction)      // a measure for a finding or for the filters of a list
		mux.HandleFunc("POST /actions", s.saveNewAction)         //
		mux.HandleFunc("GET /actions/{number}", s.showAction)    // one measure, or with edit its form
		mux.HandleFunc("POST /actions/{number}", s.changeAction) // edit it, or take it a step on
	}
	if s.Precheck != nil {
		mux.HandleFunc("GET /precheck", s.showPrecheck) // 事前预防
	}
}
