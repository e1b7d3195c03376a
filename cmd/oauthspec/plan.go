package main

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/oauthspec/oauthspec/loadtest"
)

const aboutPlan = `Writes what another machine needs to take part in a load.`

const aboutPlanKubernetes = `Writes the manifest of an Indexed Job that puts a target under load from several
pods at once: every pod sends its share of one schedule, from one common start.
The rate is that of all of them together. The flags of the load are those of
bench, and are written into the manifest; secrets are not, only the names of
their variables, which a Secret of yours has to hold.

  oauthspec plan kubernetes --target ./my-server --rate 20000 --duration 5m \
    --shards 8 --image registry.example/oauthspec:1 --start-in 10m >job.yaml
  kubectl create secret generic oauthspec-load-env --from-literal WEB_SECRET=…
  kubectl apply -f job.yaml

Every shard's report is its log, or a file of a volume (--results CLAIM); merge
joins them: oauthspec merge shard-*.json --report html=load.html

Exit status: 0 written, 2 wrong usage.`

// planning is the flags of plan kubernetes.
type planning struct {
	bench   benching
	cluster loadtest.Cluster
	startAt string
	startIn time.Duration
}

func (a *app) plan() *cobra.Command {
	c := &cobra.Command{Use: "plan", Short: "Write what a load from several machines needs", Long: aboutPlan}
	c.AddCommand(a.planKubernetes())
	group(c)
	return c
}

func (a *app) planKubernetes() *cobra.Command {
	var p planning
	var load []*pflag.FlagSet
	c := &cobra.Command{
		Use: "kubernetes", Short: "Write an Indexed Job for a cluster", Long: aboutPlanKubernetes, Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.runPlan(p, given(load)) },
	}
	target, sent := p.bench.target.targetFlags(), p.bench.load.flags()
	how := newSection("How", func(f *pflag.FlagSet) { p.bench.engineFlags(f) })
	load = []*pflag.FlagSet{target.flags, sent.flags, how.flags}
	sections(c, target, sent, how, p.flags())
	return c
}

func (p *planning) flags() section {
	return newSection("The cluster", func(f *pflag.FlagSet) {
		f.IntVar(&p.cluster.Shards, "shards", 0, "`N` pods, all at once")
		f.StringVar(&p.cluster.Image, "image", "", "a container `IMAGE` whose entry point is oauthspec")
		f.StringVar(&p.cluster.Name, "name", "oauthspec-load", "`NAME` of the job, and the beginning of its secrets' names")
		f.StringVar(&p.cluster.Namespace, "namespace", "", "`NAMESPACE`; none: that of kubectl's context")
		f.StringVar(&p.startAt, "start-at", "", "begin at this `TIME` (RFC 3339): all pods have to be up by then")
		f.DurationVar(&p.startIn, "start-in", 5*time.Minute, "or that `DURATION` from now")
		f.StringVar(&p.cluster.CPU, "cpu", "2", "each pod's `CPUS`")
		f.StringVar(&p.cluster.Memory, "memory", "1Gi", "each pod's `MEMORY`")
		f.StringVar(&p.cluster.Claim, "results", "", "leave the reports on this PersistentVolumeClaim, by `NAME`; none: in the log")
	})
}

// given are the flags that were set, as arguments.
func given(sets []*pflag.FlagSet) (args []string) {
	for _, set := range sets {
		set.VisitAll(func(f *pflag.Flag) {
			many, several := f.Value.(pflag.SliceValue)
			switch {
			case !f.Changed:
			case several:
				for _, v := range many.GetSlice() {
					args = append(args, "--"+f.Name+"="+v)
				}
			default:
				args = append(args, "--"+f.Name+"="+f.Value.String())
			}
		})
	}
	return args
}

// A label of DNS (RFC 1123 section 2.1), short enough for what is put behind it.
var label = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$`)

func (a *app) runPlan(p planning, args []string) error {
	c := p.cluster
	switch {
	case c.Shards < 1 || c.Shards > 10000:
		return fmt.Errorf("--shards %d: want 1 to 10000", c.Shards)
	case c.Image == "":
		return errors.New("--image is missing: it names a container image whose entry point is oauthspec")
	case !label.MatchString(c.Name):
		return fmt.Errorf("--name %q: want lower-case letters, digits and -, 52 at most", c.Name)
	case p.bench.process != 0:
		return errors.New("--pid makes no sense in a pod: the target's processes are elsewhere")
	}
	start := time.Now().Add(p.startIn).Truncate(time.Second)
	if p.startAt != "" {
		var err error
		if start, err = time.Parse(time.RFC3339, p.startAt); err != nil {
			return fmt.Errorf("--start-at %q: want a time such as 2026-01-02T15:04:05Z", p.startAt)
		}
	}
	if !start.After(time.Now()) {
		return errors.New("the start is over before the manifest is written: want --start-in, or a later --start-at")
	}
	o, err := p.bench.load.options()
	if err != nil {
		return err
	}
	if args, err = a.carry(&c, p.bench.target, args); err != nil {
		return err
	}
	args = append([]string{"bench"}, args...)
	if c.Claim == "" {
		fmt.Fprintf(a.err, "oauthspec: the reports will be the pods' logs: kubectl logs POD >shard-N.json\n")
	}
	if len(c.Env) > 0 {
		fmt.Fprintf(a.err, "oauthspec: %s-env has to be a Secret with %s\n", c.Name, strings.Join(c.Env, ", "))
	}
	fmt.Fprintf(a.err, "oauthspec: the load begins at %s: all %d pods have to be up by then\n", start.UTC().Format(time.RFC3339), c.Shards)
	return a.writePlan(c, args, start, o)
}

func (a *app) writePlan(c loadtest.Cluster, args []string, start time.Time, o loadtest.Options) error {
	c.Args = append(args, c.Sharding(start)...)
	c.Deadline = time.Until(start) + o.Warmup + o.Hold + 10*time.Minute
	text, err := c.Manifest()
	if err == nil {
		_, err = a.out.Write(text)
	}
	return err
}
