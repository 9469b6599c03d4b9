package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/argoproj/argo-cd/gitops-engine/v3/pkg/health"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"github.com/fluxcd/pkg/apis/kustomize"
	"github.com/fluxcd/pkg/runtime/cel"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/yaml"
)

// Where argocd-cm has the script of a kind, followed by GROUP_KIND.
const healthScriptKey = "resource.customizations.health."

type assessor struct {
	scripts lua.ResourceHealthOverrides
	checks  map[schema.GroupKind]*cel.StatusEvaluator
}

type assessment struct {
	Kstatus        status.Status           `json:"kstatus"`
	KstatusMessage string                  `json:"kstatusMessage"`
	Health         health.HealthStatusCode `json:"health"`
	HealthMessage  string                  `json:"healthMessage"`
	Check          status.Status           `json:"check"`
}

// assessorBy reads the scripts of a ConfigMap and the expressions of a Kustomization, both in files.
func assessorBy(configMap, kustomization string) (*assessor, error) {
	scripts, err := healthScripts(configMap)
	if err != nil {
		return nil, err
	}
	checks, err := healthChecks(kustomization)
	return &assessor{scripts, checks}, err
}

// healthScripts reads them as Argo CD reads its settings.
func healthScripts(file string) (lua.ResourceHealthOverrides, error) {
	var configMap corev1.ConfigMap
	if err := read(file, &configMap); err != nil {
		return nil, err
	}
	scripts := lua.ResourceHealthOverrides{}
	for key, script := range configMap.Data {
		if groupAndKind, found := strings.CutPrefix(key, healthScriptKey); found {
			scripts[strings.Replace(groupAndKind, "_", "/", 1)] = v1alpha1.ResourceOverride{HealthLua: script}
		}
	}
	return scripts, nil
}

// healthChecks are by kind.
func healthChecks(file string) (map[schema.GroupKind]*cel.StatusEvaluator, error) {
	var kustomization struct {
		Spec struct {
			HealthCheckExprs []kustomize.CustomHealthCheck `json:"healthCheckExprs"`
		} `json:"spec"`
	}
	if err := read(file, &kustomization); err != nil {
		return nil, err
	}
	checks := map[schema.GroupKind]*cel.StatusEvaluator{}
	for _, check := range kustomization.Spec.HealthCheckExprs {
		evaluator, err := cel.NewStatusEvaluator(&check.HealthCheckExpressions)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		checks[schema.FromAPIVersionAndKind(check.APIVersion, check.Kind).GroupKind()] = evaluator
	}
	return checks, nil
}

func read(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

func (a *assessor) assess(ctx context.Context, object *unstructured.Unstructured) (any, error) {
	flux, err := status.Compute(object)
	if err != nil {
		return nil, err
	}
	argo, err := health.GetResourceHealth(object, a.scripts)
	if err != nil {
		return nil, err
	}
	kind := object.GroupVersionKind().GroupKind()
	check := a.checks[kind]
	if argo == nil || check == nil {
		return nil, fmt.Errorf("no script or no expression is for %s", kind)
	}
	return assessment{flux.Status, flux.Message, argo.Status, argo.Message, checked(ctx, check, object)}, nil
}

// checked is what Flux makes of an object by expressions; one that cannot be evaluated is no error there.
func checked(ctx context.Context, check *cel.StatusEvaluator, object *unstructured.Unstructured) status.Status {
	result, err := check.Evaluate(ctx, object)
	if err != nil {
		return status.UnknownStatus
	}
	return result.Status
}
