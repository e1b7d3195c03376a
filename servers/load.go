package servers

import (
	"bytes"
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/oauthspec/oauthspec/internal/nearest"
	"github.com/oauthspec/oauthspec/servers/profiles"
)

// Env looks up a variable, as [os.LookupEnv] does.
type Env func(name string) (string, bool)

// Load is the target of a profile: one of [Names], a folder that holds profile.yaml, or such a file. A name is never
// looked for on disk; write ./NAME for that. ${NAME} in a value is taken from env and ${file:PATH} from a file, relative
// to the profile's folder (/dev/stdin for standard input).
//
// Where an executable named start lies beside the profile, the target has a Start that always runs it, even if
// something answers at the issuer already; to judge what is running, load a profile without one. Values are then
// filled in when the product has started, because it may choose its port and its secrets.
//
// Errors name the file, the line and the field, never a value.
func Load(nameOrPath string, env Env) (Target, error) {
	file, err := locate(nameOrPath)
	if err != nil {
		return Target{}, err
	}
	text, err := readBounded(file)
	if err != nil {
		return Target{}, fmt.Errorf("read profile: %w", err)
	}
	d := document{file: file, dir: filepath.Dir(file), env: env}
	if err := d.parse(text); err != nil {
		return Target{}, err
	}
	name := targetName(nameOrPath, file)
	script, ok := startScript(d.dir)
	if !ok {
		return d.target(name, nil)
	}
	// What the script will say is not known yet, so the profile still has its ${NAME}s.
	t := Target{Name: name}
	if err := d.root.Decode(&t.Profile); err != nil {
		return Target{}, d.foreign(err)
	}
	t.Start = func(ctx context.Context, env ...string) (Target, func(), error) {
		said, log, stop, err := start(ctx, script, env)
		if err != nil {
			return Target{}, nil, err
		}
		started, err := d.target(name, said)
		if err != nil {
			stop()
			return Target{}, nil, err
		}
		p := newProduct(script, env, said, log, stop)
		started.Log = p.last
		if started.Restart == nil {
			started.Restart = p.again
		}
		return started, p.stop, nil
	}
	return t, nil
}

// Names lists the products whose profiles come with this package.
func Names() []string {
	entries, err := fs.ReadDir(profiles.FS, ".")
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if _, err := fs.Stat(profiles.FS, e.Name()+"/profile.yaml"); err == nil {
			names = append(names, e.Name())
		}
	}
	return names
}

// About is the first comment line of a known product's profile: what it is, in a line.
func About(name string) string {
	text, err := fs.ReadFile(profiles.FS, name+"/profile.yaml")
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(string(text), "\n")
	if !strings.HasPrefix(line, "#") {
		return ""
	}
	return strings.TrimSpace(strings.TrimPrefix(line, "#"))
}

// Roots is the system's certificate authorities and those of PEM files besides; nil for no file. A name may be empty.
func Roots(files ...string) (*x509.CertPool, error) {
	var pool *x509.CertPool
	for _, file := range files {
		if file == "" {
			continue
		}
		pem, err := readBounded(file)
		if err != nil {
			return nil, fmt.Errorf("read certificate authority: %w", err)
		}
		if pool == nil {
			if pool, err = x509.SystemCertPool(); err != nil {
				pool = x509.NewCertPool()
			}
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%s holds no PEM certificate", file)
		}
	}
	return pool, nil
}

func locate(nameOrPath string) (string, error) {
	if slices.Contains(Names(), nameOrPath) {
		dir, err := unpack(nameOrPath)
		return filepath.Join(dir, "profile.yaml"), err
	}
	info, err := os.Stat(nameOrPath)
	switch {
	case err == nil && info.IsDir():
		return filepath.Join(nameOrPath, "profile.yaml"), nil
	case err == nil:
		return nameOrPath, nil
	case !errors.Is(err, fs.ErrNotExist):
		return "", fmt.Errorf("target: %w", err)
	case strings.ContainsAny(nameOrPath, `/\`) || strings.HasSuffix(nameOrPath, ".yaml"):
		return "", fmt.Errorf("target %s: there is no such file or folder", nameOrPath)
	}
	hint := nearest.Hint(nameOrPath, append(Names(), BuiltinName))
	return "", fmt.Errorf("unknown target %q%s", nameOrPath, cmp.Or(hint, ": it is neither a file, a folder nor one of "+strings.Join(Names(), ", ")))
}

// BuiltinName is what the built-in servers are called where a target is named.
const BuiltinName = "builtin"

func targetName(nameOrPath, file string) string {
	if nameOrPath == file && filepath.Base(file) != "profile.yaml" {
		return strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
	}
	if dir, err := filepath.Abs(filepath.Dir(file)); err == nil {
		return filepath.Base(dir)
	}
	return nameOrPath
}

// maxFile bounds a profile and what it names, in bytes: /dev/zero is a file too.
const maxFile = 1 << 20

func readBounded(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(&capped{f, maxFile}); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return b.Bytes(), nil
}
