package servers

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/oauthspec/oauthspec/servers/profiles"
)

// unpack writes a known product's folder to the user's cache, named after its content so that a newer binary never runs
// an older one's files, and returns where it is.
func unpack(name string) (string, error) {
	sub, err := fs.Sub(profiles.FS, name)
	if err != nil {
		return "", fmt.Errorf("unpack %s: %w", name, err)
	}
	sum, err := digest(sub)
	if err != nil {
		return "", fmt.Errorf("unpack %s: %w", name, err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("unpack %s: %w", name, err)
	}
	parent := filepath.Join(cache, "oauthspec", "profiles", sum)
	dir := filepath.Join(parent, name)
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	if err := os.MkdirAll(parent, 0o700); err != nil {
		return "", fmt.Errorf("unpack %s: %w", name, err)
	}
	fresh, err := os.MkdirTemp(parent, ".new-")
	if err != nil {
		return "", fmt.Errorf("unpack %s: %w", name, err)
	}
	defer os.RemoveAll(fresh)
	if err := write(sub, fresh); err != nil {
		return "", fmt.Errorf("unpack %s: %w", name, err)
	}
	// Two runs at once may both get here; whichever renames second finds the same files in place.
	if err := os.Rename(fresh, dir); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("unpack %s: %w", name, err)
	}
	return dir, nil
}

func digest(files fs.FS) (string, error) {
	h := sha256.New()
	err := each(files, func(name string, text []byte) error {
		fmt.Fprintf(h, "%s\x00%d\x00%s", name, len(text), text)
		return nil
	})
	return hex.EncodeToString(h.Sum(nil))[:16], err
}

func write(files fs.FS, dir string) error {
	return each(files, func(name string, text []byte) error {
		mode := fs.FileMode(0o600)
		if path.Base(name) == "start" {
			mode = 0o700 // an embedded file has lost its mode
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		return os.WriteFile(to, text, mode)
	})
}

func each(files fs.FS, do func(name string, text []byte) error) error {
	return fs.WalkDir(files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		return do(name, text)
	})
}

// capped is a reader that fails, rather than ends, when there is more than left bytes.
type capped struct {
	r    io.Reader
	left int
}

func (c *capped) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.left -= n; c.left < 0 {
		return 0, errors.New("too large")
	}
	return n, err
}
