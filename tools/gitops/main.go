// Command gitops says what Argo CD and Flux make of objects, by their own code.
//
//	gitops assess CONFIGMAP KUSTOMIZATION       how an object is: Flux's kstatus, Argo CD's health by the scripts in
//	                                            CONFIGMAP, as people apply it to Argo CD, and Flux's verdict by the
//	                                            healthCheckExprs in KUSTOMIZATION
//	gitops sync [--server-side] KUBECONFIG      applies a manifest as Argo CD does
//	gitops compare [--server-side] KUBECONFIG   whether an object differs from its manifest, as Argo CD sees it
//
// Standard input has one object a line, as JSON; for each there is one line of JSON on standard output. It ends with the
// input, with 1 and a sentence on standard error when something goes wrong.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// answer turns an object into what is printed about it.
type answer func(ctx context.Context, object *unstructured.Unstructured) (any, error)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, arguments []string, input io.Reader, output io.Writer) error {
	serverSide := slices.Contains(arguments, "--server-side")
	arguments = slices.DeleteFunc(arguments, func(argument string) bool { return argument == "--server-side" })
	switch {
	case len(arguments) == 3 && arguments[0] == "assess":
		assessor, err := assessorBy(arguments[1], arguments[2])
		if err != nil {
			return err
		}
		return answerAll(ctx, input, output, assessor.assess)
	case len(arguments) == 2 && arguments[0] == "sync":
		return onApplication(arguments[1], serverSide, func(application *application) error {
			return answerAll(ctx, input, output, application.sync)
		})
	case len(arguments) == 2 && arguments[0] == "compare":
		return onApplication(arguments[1], serverSide, func(application *application) error {
			return answerAll(ctx, input, output, application.compare)
		})
	}
	return errors.New("usage: gitops assess CONFIGMAP KUSTOMIZATION | sync [--server-side] KUBECONFIG | compare [--server-side] KUBECONFIG")
}

func answerAll(ctx context.Context, input io.Reader, output io.Writer, answer answer) error {
	lines := bufio.NewReader(input)
	for {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return nil
		} else if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		object := &unstructured.Unstructured{}
		if err := object.UnmarshalJSON(line); err != nil {
			return err
		}
		said, err := answer(ctx, object)
		if err != nil {
			return fmt.Errorf("%s %s: %w", object.GetKind(), object.GetName(), err)
		}
		if err := json.NewEncoder(output).Encode(said); err != nil {
			return err
		}
	}
}
