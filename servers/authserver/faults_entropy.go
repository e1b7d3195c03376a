package authserver

import "fmt"

// entropyFaults make codes and tokens that could be guessed.
var entropyFaults = []Fault{
	guessable("code-uuid", "authorize.code.make", 128, func(o *Options) {
		o.Authorize.Code.Make = func(a *Authorization) (string, error) { return a.s.uuid() }
	}),
	guessable("access-token-uuid", "access.make", 128, func(o *Options) {
		o.Access.Make = func(c *Call) (string, error) { return c.s.uuid() }
	}),
	guessable("refresh-token-uuid", "token.refresh.make", 128, func(o *Options) {
		o.Token.Refresh.Make = func(c *Call) (string, error) { return c.s.uuid() }
	}),
	guessable("code-144-bits", "authorize.code.make", 160, func(o *Options) {
		o.Authorize.Code.Make = func(a *Authorization) (string, error) { return cut(a.s.random()) }
	}),
	guessable("access-token-144-bits", "access.make", 160, func(o *Options) {
		o.Access.Make = func(c *Call) (string, error) { return cut(c.s.random()) }
	}),
	guessable("refresh-token-144-bits", "token.refresh.make", 160, func(o *Options) {
		o.Token.Refresh.Make = func(c *Call) (string, error) { return cut(c.s.random()) }
	}),
}

// guessable is a fault whose values lack so many bits.
func guessable(name, at string, bits int, apply func(*Options)) Fault {
	f := Fault{Name: name, Violates: fmt.Sprintf("rfc6749-10.10-entropy-%d", bits), At: at, Apply: apply}
	if bits < 160 {
		f.AlsoRed = []string{"rfc6749-10.10-entropy-160"} // what has no 128 bits has no 160
	}
	return f
}

// uuid is a version 4 UUID: 122 random bits.
func (s *Server) uuid() (string, error) {
	var b [16]byte
	_, err := s.o.Rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]), err
}

// cut leaves 24 characters of 6 bits.
func cut(token string, err error) (string, error) {
	return token[:min(len(token), 24)], err
}
