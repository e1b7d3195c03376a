package main

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/oauthspec/oauthspec"
)

func (a *app) version() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(a.out, "%s (%s %s/%s)\n", oauthspec.Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}
