package importer

// field is what a column can become.
type field uint8

// The fields. Those from fieldRegion on are parts of others.
const (
	noField field = iota
	fieldID
	fieldVersion
	fieldTime
	fieldSender
	fieldChannel
	fieldSubject
	fieldText
	fieldCustomerID
	fieldCustomerName
	fieldCustomerPhone
	fieldCustomerTier
	fieldCustomerSegment
	fieldLine
	fieldProduct
	fieldModel
	fieldBatch
	fieldProvince
	fieldCity
	fieldDistrict
	fieldDepartment
	fieldHandler
	fieldGrade
	fieldLevel
	fieldCategory
	fieldDemand
	fieldAmount
	fieldRegion    // a place in one piece: 广东省深圳市南山区
	fieldLevel1    // levels of a category
	fieldLevel2    //
	fieldLevel3    //
	fieldComponent // with the problem, a category of two levels
	fieldProblem
	fieldCount
)

// fieldNames are the names on the wire, which --map takes and the mapping shows.
var fieldNames = [fieldCount]string{
	fieldID: "complaint_id", fieldVersion: "version", fieldTime: "received_at", fieldSender: "sender_kind", fieldChannel: "channel",
	fieldSubject: "subject", fieldText: "text", fieldCustomerID: "customer.id", fieldCustomerName: "customer.name",
	fieldCustomerPhone: "customer.phone", fieldCustomerTier: "customer.tier", fieldCustomerSegment: "customer.segment",
	fieldLine: "product.line", fieldProduct: "product.name", fieldModel: "product.model", fieldBatch: "product.batch",
	fieldProvince: "region.province", fieldCity: "region.city", fieldDistrict: "region.district", fieldDepartment: "department",
	fieldHandler: "handler", fieldGrade: "grade", fieldLevel: "level", fieldCategory: "category", fieldDemand: "demand",
	fieldAmount: "amount_cny", fieldRegion: "region",
	fieldLevel1: "category", fieldLevel2: "category", fieldLevel3: "category", fieldComponent: "category", fieldProblem: "category",
}

// shortNames are what --map takes beside the wire's names.
var shortNames = map[string]field{
	"id": fieldID, "time": fieldTime, "brand": fieldLine, "line": fieldLine, "product": fieldProduct, "model": fieldModel, "batch": fieldBatch,
	"province": fieldProvince, "city": fieldCity, "district": fieldDistrict, "amount": fieldAmount, "phone": fieldCustomerPhone,
	"name": fieldCustomerName, "customer": fieldCustomerID, "tier": fieldCustomerTier, "segment": fieldCustomerSegment, "sender": fieldSender,
}

// fieldOf reads a field's name as --map gives it.
func fieldOf(name string) field {
	for f := noField + 1; f <= fieldRegion; f++ {
		if fieldNames[f] == name {
			return f
		}
	}
	return shortNames[name]
}
