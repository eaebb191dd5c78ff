package analytics

import "math"

// Wilson is the 95 % interval of a share k of n (Wilson 1927), which stays inside 0 to 1 and has a width at 0 and 1 too. Without a whole
// it is all of 0 to 1.
func Wilson[T int | int64 | uint64](k, n T) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	const z = 1.959964
	size := float64(n)
	p := float64(k) / size
	middle := (p + z*z/(2*size)) / (1 + z*z/size)
	half := z / (1 + z*z/size) * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	return max(middle-half, 0), min(middle+half, 1)
}
