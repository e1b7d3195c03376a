// Package rodflag keeps rod from reading this program's command line: on its own it registers a global -rod flag and looks
// for it among the arguments, which are not addressed to it.
//
// It works by being initialized first. Go initializes packages in the order of their import paths as their dependencies
// become ready, and this one needs nothing but os.
package rodflag

import "os"

func init() { _ = os.Setenv("DISABLE_ROD_FLAG", "1") }
