package loadtest

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"go.yaml.in/yaml/v3"
)

// A Cluster is what it takes to run the shards of a load as an Indexed Job of Kubernetes.
type Cluster struct {
	Name, Namespace string
	Image           string            // holds oauthspec as its entry point
	Shards          int               // one pod each, all at once
	Args            []string          // of oauthspec; INDEX in them stands for the shard's number
	Mounts          bool              // whether there are files below [Mounted], from the Secret NAME-files
	Files           map[string]string // name: text, of that Secret; empty: it is not written here
	Env             []string          // names of variables, to be found in the Secret NAME-env that is not written here
	CPU, Memory     string            // of each pod, as Kubernetes writes quantities
	Claim           string            // a PersistentVolumeClaim, mounted at [Results]; empty: results go to the log
	Deadline        time.Duration     // after which the cluster ends it
}

// Where a pod finds the files, and leaves its results.
const (
	Mounted = "/etc/oauthspec"
	Results = "/results"
)

// Index is the shard's number in an argument, as Kubernetes fills it in.
const Index = "$(JOB_COMPLETION_INDEX)"

// object is a part of a manifest, in the order in which it is written.
type object []any // name, value, name, value, …

// MarshalYAML keeps the order, which a map would not.
func (o object) MarshalYAML() (any, error) {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i+1 < len(o); i += 2 {
		name, value := new(yaml.Node), new(yaml.Node)
		if err := name.Encode(o[i]); err != nil {
			return nil, err
		}
		if err := value.Encode(o[i+1]); err != nil {
			return nil, err
		}
		n.Content = append(n.Content, name, value)
	}
	return n, nil
}

// Manifest is the Secret with the files, if there are any, and the Job, as YAML.
func (c Cluster) Manifest() ([]byte, error) {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if len(c.Files) > 0 {
		if err := e.Encode(object{"apiVersion", "v1", "kind", "Secret", "metadata", c.metadata("-files"), "type", "Opaque", "stringData", c.Files}); err != nil {
			return nil, fmt.Errorf("write the manifest: %w", err)
		}
	}
	if err := e.Encode(object{"apiVersion", "batch/v1", "kind", "Job", "metadata", c.metadata(""), "spec", c.job()}); err != nil {
		return nil, fmt.Errorf("write the manifest: %w", err)
	}
	return b.Bytes(), e.Close()
}

func (c Cluster) metadata(suffix string) object {
	m := object{"name", c.Name + suffix, "labels", c.labels()}
	if c.Namespace != "" {
		m = append(m, "namespace", c.Namespace)
	}
	return m
}

func (c Cluster) labels() object {
	return object{"app.kubernetes.io/name", "oauthspec", "app.kubernetes.io/instance", c.Name}
}

func (c Cluster) job() object {
	return object{
		"completionMode", "Indexed", "completions", c.Shards, "parallelism", c.Shards,
		// A shard that began again would be late, and one that is not valid must not end the others, as backoffLimit would.
		"backoffLimitPerIndex", 0, "maxFailedIndexes", c.Shards,
		"activeDeadlineSeconds", int64(c.Deadline.Seconds()),
		"template", object{"metadata", object{"labels", c.labels()}, "spec", c.pod()},
	}
}

func (c Cluster) pod() object {
	container := object{
		"name", "oauthspec", "image", c.Image, "args", c.Args,
		"resources", object{"requests", c.quantities(), "limits", c.quantities()},
		"securityContext", object{"allowPrivilegeEscalation", false, "readOnlyRootFilesystem", true, "capabilities", object{"drop", []string{"ALL"}}},
	}
	if len(c.Env) > 0 {
		container = append(container, "env", c.env())
	}
	volumes := []object{{"name", "tmp", "emptyDir", object{}}}
	mounts := []object{{"name", "tmp", "mountPath", "/tmp"}}
	if c.Mounts {
		volumes = append(volumes, object{"name", "files", "secret", object{"secretName", c.Name + "-files", "defaultMode", 0o444}})
		mounts = append(mounts, object{"name", "files", "mountPath", Mounted, "readOnly", true})
	}
	if c.Claim != "" {
		volumes = append(volumes, object{"name", "results", "persistentVolumeClaim", object{"claimName", c.Claim}})
		mounts = append(mounts, object{"name", "results", "mountPath", Results})
	}
	container = append(container, "volumeMounts", mounts)
	return object{
		"restartPolicy", "Never", "automountServiceAccountToken", false,
		"securityContext", object{"runAsNonRoot", true, "runAsUser", 65532, "runAsGroup", 65532, "fsGroup", 65532, "seccompProfile", object{"type", "RuntimeDefault"}},
		// Two shards on one node would take its CPU, ports and network from each other.
		"topologySpreadConstraints", []object{{"maxSkew", 1, "topologyKey", "kubernetes.io/hostname", "whenUnsatisfiable", "ScheduleAnyway",
			"labelSelector", object{"matchLabels", c.labels()}}},
		"containers", []object{container}, "volumes", volumes,
	}
}

func (c Cluster) quantities() object { return object{"cpu", c.CPU, "memory", c.Memory} }

func (c Cluster) env() []object {
	var out []object
	for _, name := range c.Env {
		out = append(out, object{"name", name, "valueFrom", object{"secretKeyRef", object{"name", c.Name + "-env", "key", name}}})
	}
	return out
}

// Sharding are the arguments that make a pod one of the shards.
func (c Cluster) Sharding(start time.Time) []string {
	out := []string{"--shard=" + Index + "/" + strconv.Itoa(c.Shards), "--start-at=" + start.UTC().Format(time.RFC3339), "--quiet"}
	if c.Claim == "" {
		return append(out, "--report=json=-")
	}
	return append(out, "--report=text", "--report=json="+Results+"/shard-"+Index+".json")
}
