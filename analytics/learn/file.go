package learn

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io"
	"math"

	"huisheng/analytics"
)

// A model file is: magic, format version, length and JSON of the header, the weights packed by flate, and the CRC-32 of all before. The first
// format had no answers out of fold and no lexicon; it is still read.
const (
	magic         = "huisheng model\n"
	formatVersion = 2
	firstFormat   = 1
	// MaxFile bounds a file: 16 MB of weights and a header.
	MaxFile   = 16 << 20
	maxHeader = 4 << 20
)

// Write writes the model.
func (m *Model) Write(to io.Writer) error {
	header, err := json.Marshal(m.Header)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.WriteString(magic)
	out.WriteByte(formatVersion)
	out.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(header))))
	out.Write(header)
	packed, err := flate.NewWriter(&out, flate.DefaultCompression)
	if err == nil {
		_, err = packed.Write(m.body())
	}
	if err == nil {
		err = packed.Close()
	}
	if err != nil {
		return err
	}
	if out.Len() > MaxFile {
		return analytics.Invalid("model", "模型太大：%d MB，最多 %d MB", out.Len()>>20, MaxFile>>20)
	}
	out.Write(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(out.Bytes())))
	_, err = to.Write(out.Bytes())
	return err
}

// body is what flate packs: everything that is no header, as variable-length integers.
func (m *Model) body() []byte {
	v := m.vocabulary
	b := binary.AppendUvarint(nil, uint64(v.texts))
	b = binary.AppendUvarint(b, uint64(len(v.count)))
	last := uint32(0)
	for _, bucket := range v.buckets() {
		b = binary.AppendUvarint(b, uint64(bucket-last))
		last = bucket
	}
	for _, n := range v.count {
		b = binary.AppendUvarint(b, uint64(n))
	}
	for i := range v.count {
		b = binary.AppendUvarint(b, uint64(m.start[i+1]-m.start[i]))
	}
	for _, e := range m.entries {
		b = binary.AppendUvarint(b, uint64(e.label))
	}
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.quantum))
	for _, e := range m.entries {
		b = binary.AppendVarint(b, int64(e.weight))
	}
	for _, bias := range m.bias {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(bias))
	}
	return m.vocabulary.kinds.body(m.kept.body(b))
}

// Read reads a model. name is for messages.
func Read(from io.Reader, name string) (*Model, error) {
	content, err := io.ReadAll(io.LimitReader(from, MaxFile+5))
	if err != nil {
		return nil, analytics.Wrap(analytics.Internal, err, "读不了模型文件 %s", name)
	}
	m, err := parse(content)
	if err != nil {
		return nil, analytics.Wrap(analytics.KindInvalid, err, "模型文件 %s 不能用，请用 huisheng learn 重新训练", name)
	}
	return m, nil
}

func parse(content []byte) (*Model, error) {
	switch {
	case !bytes.HasPrefix(content, []byte(magic)):
		return nil, errors.New("不是 huisheng learn 写的文件")
	case len(content) < len(magic)+9:
		return nil, errors.New("文件不完整")
	case content[len(magic)] != formatVersion && content[len(magic)] != firstFormat:
		return nil, errors.New("是别的版本的程序写的")
	}
	end := len(content) - 4
	if crc32.ChecksumIEEE(content[:end]) != binary.LittleEndian.Uint32(content[end:]) {
		return nil, errors.New("内容已损坏或不完整（校验和不符）")
	}
	rest := content[len(magic)+1 : end]
	size := binary.LittleEndian.Uint32(rest)
	if rest = rest[4:]; size > maxHeader || int(size) > len(rest) {
		return nil, errors.New("文件头不完整")
	}
	m := &Model{}
	if err := json.Unmarshal(rest[:size], &m.Header); err != nil {
		return nil, errors.New("文件头读不懂：" + err.Error())
	}
	if err := m.checkHeader(); err != nil {
		return nil, err
	}
	body := &body{in: bufio.NewReader(flate.NewReader(bytes.NewReader(rest[size:])))}
	m.unpack(body)
	if content[len(magic)] != firstFormat {
		m.kept = body.unpackKept(len(m.Labels))
		if kinds := body.unpackLexicon(m.Grams.Bits); body.err == nil {
			m.vocabulary.kinds = kinds
		}
	}
	if body.err != nil {
		return nil, body.err
	}
	m.begin()
	return m, nil
}

func (m *Model) checkHeader() error {
	g := m.Grams
	switch {
	case m.Kind != Kind:
		return errors.New("模型种类 " + m.Kind + " 不认识")
	case len(m.Labels) < 2 || len(m.Labels) > math.MaxUint16:
		return errors.New("标签数不对")
	case g.Bits < 6 || g.Bits > 26 || g.Words < 0 || g.Words > 5 || g.To < 0 || g.To > 8 || g.From < 0:
		return errors.New("特征设置不对")
	case !m.Sure.valid() || !m.Rules.valid():
		return errors.New("校准曲线不对")
	case m.Report == nil:
		return errors.New("没有评估")
	}
	return nil
}

// body reads the packed part; the first thing that is wrong stays in err.
type body struct {
	in  *bufio.Reader
	err error
}

func (b *body) fail(text string) {
	if b.err == nil {
		b.err = errors.New(text)
	}
}

// number reads one that is at most limit.
func (b *body) number(limit uint64) uint64 {
	if b.err != nil {
		return 0
	}
	n, err := binary.ReadUvarint(b.in)
	if err != nil || n > limit {
		b.fail("权重部分不完整或已损坏")
		return 0
	}
	return n
}

// fixed reads so many bytes.
func (b *body) fixed(raw []byte) {
	if b.err == nil {
		if _, err := io.ReadFull(b.in, raw); err != nil {
			b.fail("权重部分不完整")
		}
	}
}

func (b *body) short() uint16 {
	var raw [2]byte
	b.fixed(raw[:])
	return binary.LittleEndian.Uint16(raw[:])
}

func (b *body) float() float32 {
	var raw [4]byte
	b.fixed(raw[:])
	f := math.Float32frombits(binary.LittleEndian.Uint32(raw[:]))
	if f-f != 0 { // not finite
		b.fail("权重不是数")
	}
	return f
}

// unpack reads what body wrote. Counts are bounded before anything is made of them.
func (m *Model) unpack(b *body) {
	v := &vocabulary{grams: m.Grams, texts: int(b.number(math.MaxInt32))}
	n := int(b.number(maxFeatures))
	buckets := make([]uint32, 0, n)
	last := uint64(0)
	for i := 0; i < n && b.err == nil; i++ {
		delta := b.number(1 << m.Grams.Bits)
		if last += delta; last >= 1<<m.Grams.Bits || i > 0 && delta == 0 {
			b.fail("特征表已损坏")
		}
		buckets = append(buckets, uint32(last))
	}
	for i := 0; i < n && b.err == nil; i++ {
		v.count = append(v.count, uint32(b.number(uint64(v.texts))))
	}
	m.start = make([]uint32, 1, n+1)
	for i := 0; i < n && b.err == nil; i++ {
		m.start = append(m.start, m.start[i]+uint32(b.number(uint64(len(m.Labels)))))
	}
	entries := int(m.start[len(m.start)-1])
	if entries > maxEntries {
		b.fail("权重太多")
	}
	for i := 0; i < entries && b.err == nil; i++ {
		m.entries = append(m.entries, packed{label: uint16(b.number(uint64(len(m.Labels) - 1)))})
	}
	m.quantum = b.float()
	for i := 0; i < entries && b.err == nil; i++ {
		w, err := binary.ReadVarint(b.in)
		if err != nil || w > math.MaxInt16 || w < -math.MaxInt16 {
			b.fail("权重部分不完整或已损坏")
		}
		m.entries[i].weight = int16(w)
	}
	for range m.Labels {
		m.bias = append(m.bias, b.float())
	}
	if b.err == nil {
		v.index(buckets)
		m.vocabulary = v
	}
}
