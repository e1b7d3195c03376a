package oauthspec

import "runtime/debug"

// Version names this build, as "oauthspec v0.1.0", with its commit where the build knows it.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "oauthspec (unknown version)"
	}
	v := "oauthspec " + info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			v += " " + s.Value[:min(12, len(s.Value))]
		}
	}
	return v
}
