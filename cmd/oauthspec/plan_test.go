package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"

	"github.com/oauthspec/oauthspec/loadtest"
	"github.com/oauthspec/oauthspec/reports"
)

// planned is the manifest of a plan, read by the types that the cluster reads it with: what they do not know is an error.
func planned(t *testing.T, args ...string) (core.Secret, batch.Job) {
	t.Helper()
	var out, said bytes.Buffer
	a := newApp(strings.NewReader(""), &out, &said, func(string) (string, bool) { return "", false })
	if code := a.run(t.Context(), append([]string{"plan", "kubernetes", "--image", "image.example/oauthspec:1"}, args...)); code != 0 {
		t.Fatalf("exit status %d: %s", code, said.String())
	}
	parts := strings.Split(out.String(), "\n---\n")
	var s core.Secret
	var j batch.Job
	last := len(parts) - 1
	if last == 1 {
		if err := yaml.UnmarshalStrict([]byte(parts[0]), &s); err != nil {
			t.Fatalf("the secret: %v\n%s", err, parts[0])
		}
	}
	if err := yaml.UnmarshalStrict([]byte(parts[last]), &j); err != nil || last > 1 {
		t.Fatalf("the job: %v\n%s", err, out.String())
	}
	return s, j
}

func profile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "profile.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestPlanIsAnIndexedJob(t *testing.T) {
	file := profile(t, "issuer: http://127.0.0.1:1\nclients: [{name: m, kind: machine, id: m, secret: \"${M_SECRET}\"}]\n")
	s, j := planned(t, "--target", file, "--shards", "3", "--rate", "300", "--duration", "2m", "--results", "claim", "--namespace", "load")
	p := j.Spec.Template.Spec
	c := p.Containers[0]
	switch {
	case j.APIVersion != "batch/v1" || j.Kind != "Job" || j.Namespace != "load":
		t.Errorf("%s %s in %s", j.APIVersion, j.Kind, j.Namespace)
	case *j.Spec.CompletionMode != batch.IndexedCompletion || *j.Spec.Completions != 3 || *j.Spec.Parallelism != 3 || *j.Spec.BackoffLimitPerIndex != 0 || *j.Spec.MaxFailedIndexes != 3 || j.Spec.BackoffLimit != nil:
		t.Errorf("spec: %+v", j.Spec)
	case p.RestartPolicy != core.RestartPolicyNever || !*p.SecurityContext.RunAsNonRoot || *c.SecurityContext.AllowPrivilegeEscalation || !*c.SecurityContext.ReadOnlyRootFilesystem:
		t.Errorf("pod: %+v", p)
	case c.Resources.Limits.Cpu().String() != "2" || c.Resources.Requests.Memory().String() != "1Gi":
		t.Errorf("resources: %+v", c.Resources)
	case len(c.Env) != 1 || c.Env[0].Name != "M_SECRET" || c.Env[0].Value != "" || c.Env[0].ValueFrom.SecretKeyRef.Name != "oauthspec-load-env":
		t.Errorf("env: %+v", c.Env)
	case s.Kind != "Secret" || s.Name != "oauthspec-load-files" || !strings.Contains(s.StringData["profile.yaml"], "${M_SECRET}"):
		t.Errorf("secret: %+v", s)
	case *j.Spec.ActiveDeadlineSeconds < 120:
		t.Errorf("ends after %d s", *j.Spec.ActiveDeadlineSeconds)
	}
	var names []string
	for _, v := range p.Volumes {
		names = append(names, v.Name)
	}
	for _, m := range c.VolumeMounts {
		if !slices.Contains(names, m.Name) {
			t.Errorf("%s is mounted and is no volume", m.Name)
		}
	}
	for _, want := range []string{"bench", "--target=/etc/oauthspec/profile.yaml", "--rate=300", "--duration=2m0s", "--shard=$(JOB_COMPLETION_INDEX)/3", "--report=json=/results/shard-$(JOB_COMPLETION_INDEX).json"} {
		if !slices.Contains(c.Args, want) {
			t.Errorf("%s is not among %q", want, c.Args)
		}
	}
}

// What the manifest says is done here by as many processes: their reports join to one that holds every sample of
// theirs, bucket for bucket, and the flows of all are the schedule.
func TestShardsOfAPlan(t *testing.T) {
	const shards, flows = 3, 300
	file, stop := servedProfile(t)
	defer stop()
	for attempt := 1; ; attempt++ {
		_, j := planned(t, "--target", file, "--shards", fmt.Sprint(shards), "--rate", fmt.Sprint(flows), "--duration", "1s", "--warmup", "0s", "--conformance", "0",
			"--start-at", time.Now().Add(4*time.Second).Format(time.RFC3339))
		files := runShards(t, j.Spec.Template.Spec.Containers[0].Args, filepath.Dir(file), shards)
		whole := filepath.Join(t.TempDir(), "whole.json")
		out, err := exec.Command("oauthspec", append([]string{"merge", "--report", "json=" + whole}, files...)...).CombinedOutput()
		if err == nil {
			joined(t, files, whole, flows)
			return
		}
		if late := strings.Contains(string(out), "late") || strings.Contains(string(out), "not valid"); !late {
			t.Fatalf("merge: %v\n%s", err, out)
		}
		if attempt == 3 {
			t.Skipf("this machine is too busy to start %d processes in time: %s", shards, out)
		}
	}
}

// servedProfile starts a reference server in a process of its own, and is its profile.
func servedProfile(t *testing.T) (file string, stop func()) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "profile.yaml")
	cmd := exec.Command("oauthspec", "serve", "as", "--write-profile", file, "--while-stdin")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if !ready(out) {
		t.Fatal("the reference server did not start")
	}
	return file, func() {
		in.Close()
		_ = cmd.Wait()
	}
}

// runShards does what the cluster would: the same arguments for every pod, each with a number of its own.
func runShards(t *testing.T, args []string, mounted string, n int) (files []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var all []*exec.Cmd
	for i := range n {
		own := make([]string, len(args))
		for k, arg := range args {
			own[k] = strings.NewReplacer(loadtest.Index, fmt.Sprint(i), loadtest.Mounted, mounted).Replace(arg)
		}
		cmd := exec.CommandContext(ctx, "oauthspec", own...)
		file := filepath.Join(t.TempDir(), fmt.Sprintf("shard-%d.json", i))
		f, err := os.Create(file)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		cmd.Stdout, cmd.Stderr = f, f // as a pod's log joins them
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		all, files = append(all, cmd), append(files, file)
	}
	for _, cmd := range all {
		_ = cmd.Wait() // what it came to stands in its report
	}
	return files
}

// joined demands that the whole is the sum of its parts.
func joined(t *testing.T, files []string, file string, flows int64) {
	t.Helper()
	whole := report(t, file)
	if whole.Sent != flows || whole.Outcomes.OK != flows {
		t.Errorf("%d flows, %d right, want %d", whole.Sent, whole.Outcomes.OK, flows)
	}
	for _, name := range []string{"response", "service", "lag", "token"} {
		buckets := map[[2]float64]int64{}
		for _, part := range files {
			for _, b := range bars(t, report(t, part), name) {
				buckets[[2]float64{b.From, b.To}] += b.Count
			}
		}
		sum := int64(0)
		for _, b := range bars(t, whole, name) {
			at := [2]float64{b.From, b.To}
			if buckets[at] != b.Count {
				t.Errorf("%s: %d samples between %g and %g ms, the shards have %d", name, b.Count, b.From, b.To, buckets[at])
			}
			delete(buckets, at)
			sum += b.Count
		}
		if sum != flows || len(buckets) > 0 {
			t.Errorf("%s: %d samples, and %d buckets were lost", name, sum, len(buckets))
		}
	}
}

func report(t *testing.T, file string) (l reports.Load) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &l)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", file, err, text)
	}
	return l
}

func bars(t *testing.T, l reports.Load, name string) []reports.Bar {
	t.Helper()
	h, err := reports.DecodeHistogram(l.Histograms[name])
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return h.Bars()
}
