//go:build !unix

package loadtest

import "net"

// gone cannot be told here: a connection that was closed shows when it is used.
func gone(net.Conn) bool { return false }
