package learn_test

import (
	"fmt"

	"github.com/oauthspec/oauthspec/servers/authserver"
	"github.com/oauthspec/oauthspec/servers/learn"
)

// Users are looked up and checked by a function of one's own.
func ExampleOptions() {
	directory := func(name, password string) (id string, ok bool) {
		return "carol-7", name == "carol" && password == "sesame"
	}
	s, err := learn.Start(learn.Options{Customize: func(o *authserver.Options) {
		o.Authorize.Login.Password = func(_ *authserver.Authorization, name, password string) *authserver.User {
			id, ok := directory(name, password)
			if !ok {
				return nil
			}
			return &authserver.User{Name: name, Sub: id}
		}
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	fmt.Println(s.URL() != "")
	// Output: true
}
