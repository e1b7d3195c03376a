package learn

import (
	"sync"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/oauthspec/oauthspec/servers/authserver"
)

// oneTime is time-based one-time codes (RFC 6238), with one secret per user that is new in each run.
type oneTime struct {
	now  func() time.Time
	keys map[string]*otp.Key // by user

	mu   sync.Mutex
	last map[string]int64 // time step of the code that was taken last, which is the oldest that is not any more
}

const period = 30 // seconds of a time step

func newOneTime(now func() time.Time) (*oneTime, error) {
	o := &oneTime{now: now, keys: map[string]*otp.Key{}, last: map[string]int64{}}
	for _, u := range people() {
		k, err := totp.Generate(totp.GenerateOpts{Issuer: "oauthspec", AccountName: u.Name, Period: period})
		if err != nil {
			return nil, err
		}
		o.keys[u.Name] = k
	}
	return o, nil
}

// Right takes the code of this time step, and of its neighbours for clocks that are off (§5.2); each of them once.
func (o *oneTime) Right(u *authserver.User, code string) bool {
	k := o.keys[u.Name]
	if k == nil {
		return false
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, off := range []int64{0, -1, 1} {
		at := o.now().Add(time.Duration(off*period) * time.Second)
		right, err := totp.ValidateCustom(code, k.Secret(), at, totp.ValidateOpts{Period: period, Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if step := at.Unix() / period; err == nil && right && step > o.last[u.Name] {
			o.last[u.Name] = step
			return true
		}
	}
	return false
}

// code is what a user's authenticator shows now: the guide does not ask the learner to own one.
func (o *oneTime) code(user string) string {
	k := o.keys[user]
	if k == nil {
		return ""
	}
	c, err := totp.GenerateCode(k.Secret(), o.now())
	if err != nil {
		return ""
	}
	return c
}
