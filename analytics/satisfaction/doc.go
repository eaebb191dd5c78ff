// Package satisfaction says how satisfied customers are with the handling of their complaints, how sure that is, and what it goes with.
//
// Only those who answered a return visit are known; every figure says how many did and how many did not. What a driver goes with is an
// association among those who answered, not a cause: who waited longer may have complained about something worse.
package satisfaction
