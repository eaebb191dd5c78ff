package tone

// Words that shift what is said after them.
const (
	// degreeWords multiply by what stands first in their line.
	degreeWords = `
1.5 非常 十分 特别 极其 极 太 超级 超 巨 贼 相当 实在 真的 真心 真是 简直 极度 格外 尤其 绝对 完全 彻底 最 无比 死 老 好好 那么 这么 如此 强烈 严重
1.2 很 挺 蛮 真 好生 颇 更 更加 越来越 比较是
0.6 比较 还算 还 算 稍 稍微 略 略微 有点 有点儿 有些 一点 些许 基本 基本上 大致 偏
`
	// denials turn a word of judgement round when they stand shortly before it. Those of one rune count for judgement only.
	denials     = `没有 没 未 并未 从未 不会 不想 不是 不算 不太 不怎么 不够 不再 不要 不用 不能 不可能 并不 并不是 并没有 并非 毫无 毫不 无法 不敢 不愿 不必 没必要 谈不上 称不上 算不上 说不上 一点不 一点都不 一点也不 根本不 根本没有 完全不 完全没有 从来没有 从来不 难以 缺乏 缺少 哪里 哪来 何来 不觉得 没觉得 不见得 未必 不具备 不符合 不打算 无意 无需 避免 以免 免得 没人 无人 没有人 无一人 不至于 没什么 未造成 没有造成 没造成 未发生 没有发生 没发生`
	denialsBare = `不 无 别 莫 非 勿`

	// turns begin what the writer ends at: the later clause counts more.
	turns = `但是 但 不过 可是 然而 只是 就是 可惜 却 结果 没想到 谁知 谁知道 想不到 偏偏 反而 唯一`

	// wishes speak of what is not so.
	wishes = `希望 如果 要是 假如 若 若是 建议 应该 应当 本以为 以为 还以为 原以为 本来 原本 说好 说好的 说是 号称 宣传 承诺 保证 本想 本着 期待 冲着 图 难道 这叫 这也叫 也叫 就叫 那也叫 这就是 算什么 还说 说什么 所谓 口口声声 凭什么 何谈 谈何 怎么可能 能不能 能否 不知道 看评价 看着评论 看好评 都说 下次 改进`

	// breaks end a clause: what was denied or weighed before them is over.
	breaks = `, 、 : ~ ( ) " “ ” 】 【`
)
