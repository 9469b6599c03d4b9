package main

import (
	"context"
	"encoding/json"

	gitopsdiff "github.com/argoproj/argo-cd/gitops-engine/v3/pkg/diff"
	engine "github.com/argoproj/argo-cd/gitops-engine/v3/pkg/utils/kube"
	"github.com/argoproj/argo-cd/v3/common"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/argo"
	"github.com/argoproj/argo-cd/v3/util/argo/diff"
	"github.com/argoproj/argo-cd/v3/util/argo/normalizers"
	"github.com/argoproj/argo-cd/v3/util/kube"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	cmdutil "k8s.io/kubectl/pkg/cmd/util"
)

// What Argo CD would know from an Application of this name; objects carry it in the annotation by which it tracks them.
const applicationName = "access"

// application does with the objects of an Application what the application controller of Argo CD does. Nothing is
// ignored in comparisons: neither by a rule nor, as Argo CD does by default, the status.
type application struct {
	cluster    *rest.Config
	kubectl    engine.Kubectl
	serverSide bool
	applier    engine.ResourceOperations
	comparison diff.DiffConfig
	cleanups   []func()
}

// onApplication does something with an application, and cleans up after it.
func onApplication(kubeconfig string, serverSide bool, do func(*application) error) error {
	application, err := applicationOn(kubeconfig, serverSide)
	if err != nil {
		return err
	}
	defer application.close()
	return do(application)
}

// applicationOn is an application on the cluster that a kubeconfig names, with or without ServerSideApply=true.
func applicationOn(kubeconfig string, serverSide bool) (*application, error) {
	cluster, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	a := &application{cluster: cluster, kubectl: kube.NewKubectl(), serverSide: serverSide}
	applier, cleanup, err := a.kubectl.ManageResources(cluster)
	if err != nil {
		return nil, err
	}
	a.applier = applier
	a.cleanups = append(a.cleanups, cleanup)
	_, schemas, err := a.kubectl.LoadOpenAPISchema(cluster)
	if err != nil {
		return nil, err
	}
	builder := diff.NewDiffConfigBuilder().
		WithDiffSettings([]v1alpha1.ResourceIgnoreDifferences{}, map[string]v1alpha1.ResourceOverride{}, false, normalizers.IgnoreNormalizerOpts{}).
		WithTracking(common.LabelKeyAppInstance, string(v1alpha1.TrackingMethodAnnotation)).
		WithNoCache().
		WithGVKParser(schemas).
		WithManager(common.ArgoCDSSAManager).
		WithServerSideDiff(serverSide)
	if serverSide {
		dryRunner, cleanup, err := a.kubectl.ManageServerSideDiffDryRuns(cluster)
		if err != nil {
			return nil, err
		}
		a.cleanups = append(a.cleanups, cleanup)
		builder.WithServerSideDryRunner(gitopsdiff.NewK8sServerSideDryRunner(dryRunner))
	}
	a.comparison, err = builder.Build()
	return a, err
}

func (a *application) close() {
	for _, cleanup := range a.cleanups {
		cleanup()
	}
}

type syncResult struct {
	Message string `json:"message"`
}

func (a *application) sync(ctx context.Context, manifest *unstructured.Unstructured) (any, error) {
	if err := track(manifest); err != nil {
		return nil, err
	}
	message, err := a.applier.ApplyResource(ctx, manifest, cmdutil.DryRunNone, false, true, a.serverSide, common.ArgoCDSSAManager)
	return syncResult{message}, err
}

// comparisonResult has the object as it is and as Argo CD would have it.
type comparisonResult struct {
	OutOfSync bool            `json:"outOfSync"`
	Live      json.RawMessage `json:"live"`
	Wanted    json.RawMessage `json:"wanted"`
}

// compare answers about one version of the object: a dry run that sees a later one than was read would show what others
// wrote in between as differences.
func (a *application) compare(ctx context.Context, manifest *unstructured.Unstructured) (any, error) {
	if err := track(manifest); err != nil {
		return nil, err
	}
	live, err := a.live(ctx, manifest)
	for err == nil {
		result, differs := diff.StateDiff(ctx, live, manifest, a.comparison)
		if differs != nil {
			return nil, differs
		}
		compared := live.GetResourceVersion()
		if live, err = a.live(ctx, manifest); err == nil && live.GetResourceVersion() == compared {
			return comparisonResult{result.Modified, result.NormalizedLive, result.PredictedLive}, nil
		}
	}
	return nil, err
}

func (a *application) live(ctx context.Context, manifest *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	return a.kubectl.GetResource(ctx, a.cluster, manifest.GroupVersionKind(), manifest.GetName(), manifest.GetNamespace())
}

// track marks a manifest as part of the application, as Argo CD does with what it has rendered.
func track(manifest *unstructured.Unstructured) error {
	return argo.NewResourceTracking().SetAppInstance(
		manifest, common.LabelKeyAppInstance, applicationName, manifest.GetNamespace(), v1alpha1.TrackingMethodAnnotation, "")
}
