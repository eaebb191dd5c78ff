package sample

// slot is a place in a fragment that a complaint fills.
type slot uint8

const (
	_ slot = iota
	slotBrand
	slotThing
	slotProduct
	slotModel
	slotBuy
	slotSpan
	slotRecent
	slotDays
	slotDayCount
	slotFew
	slotTimes
	slotHour
	slotPrice
	slotFee
	slotGap
	slotSmall
	slotMonthly
	slotShop
	slotCourier
	slotOrder
	slotCity
	slotProvince
	slotMaster
	slotSurname
	slotName
	slotPhone
	slotIdentity
	slotCard
	slotCardSpaced
	slotMail
	slotPlate
	slotRoad
	slotNumber
	slotFamily
	slotFood
	slotWarm
	slotLow
	slotRoom
	slotOutside
	slotFaultCode
	slotHot
	slotLitres
	slotVolts
	slotInches
	slotVersion
	slotTail
	slotStar
	slotFar
	slotWant
	slotTopic
)

// slots are the names by which the words call them.
var slots = map[string]slot{
	"b": slotBrand, "p": slotThing, "pn": slotProduct, "m": slotModel, "buy": slotBuy, "span": slotSpan, "d": slotRecent,
	"days": slotDays, "n": slotDayCount, "n2": slotFew, "times": slotTimes, "hr": slotHour, "amt": slotPrice, "fee": slotFee,
	"gap": slotGap, "small": slotSmall, "mon": slotMonthly, "shop": slotShop, "courier": slotCourier, "order": slotOrder,
	"city": slotCity, "prov": slotProvince, "eng": slotMaster, "surn": slotSurname, "name": slotName, "phone": slotPhone,
	"idcard": slotIdentity, "card": slotCard, "card4": slotCardSpaced, "email": slotMail, "plate": slotPlate, "road": slotRoad,
	"no": slotNumber, "mem": slotFamily, "food": slotFood, "hi": slotWarm, "lo": slotLow, "room": slotRoom, "out": slotOutside,
	"code": slotFaultCode, "hot": slotHot, "vol": slotLitres, "volt": slotVolts, "size": slotInches, "ver": slotVersion,
	"tail": slotTail, "star": slotStar, "far": slotFar, "want": slotWant, "name_t": slotTopic,
}
