// Command dockerfile-lint says what docker build --check says about Dockerfiles, without a container engine, a registry
// or a network: the rules of BuildKit, for every stage, are told nothing of a base image but that it fits the platform.
// So it does not see what the real image's ONBUILD, environment or platform would add, nor .dockerignore.
//
//	dockerfile-lint FILE...
//
// It prints one line for each warning, "FILE:LINE: RULE: MESSAGE", and ends with 1 when there is any.
package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/solver/pb"
	dockerspec "github.com/moby/docker-image-spec/specs-go/v1"
	"github.com/opencontainers/go-digest"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "Usage: dockerfile-lint FILE...")
		os.Exit(2)
	}
	status := 0
	for _, file := range os.Args[1:] {
		complaints, err := lint(file)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		for _, complaint := range complaints {
			fmt.Printf("%s:%d: %s\n", file, complaint.line, complaint.text)
			status = 1
		}
	}
	os.Exit(status)
}

type complaint struct {
	line int32
	text string
}

// lint returns what is wrong with a Dockerfile, from top to bottom.
func lint(file string) ([]complaint, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	results, err := dockerfile2llb.DockerfileLint(context.Background(), source, dockerfile2llb.ConvertOpt{
		SourceMap:    &llb.SourceMap{Filename: file, Language: "Dockerfile", Data: source, Definition: &llb.Definition{}},
		MetaResolver: anyImage{},
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var complaints []complaint
	for _, warning := range results.Warnings {
		complaints = append(complaints, complaint{firstLine(warning.Location), warning.RuleName + ": " + warning.Detail})
	}
	slices.SortStableFunc(complaints, func(a, b complaint) int { return cmp.Compare(a.line, b.line) })
	if results.Error != nil {
		complaints = append(complaints, complaint{firstLine(&results.Error.Location), "error: " + results.Error.Message})
	}
	return complaints, nil
}

// firstLine is 0 for what concerns the whole file.
func firstLine(location *pb.Location) int32 {
	if ranges := location.GetRanges(); len(ranges) > 0 {
		return ranges[0].GetStart().GetLine()
	}
	return 0
}

// anyImage stands for the registry: every image exists, for the platform asked for.
type anyImage struct{}

func (anyImage) ResolveImageConfig(_ context.Context, ref string, opt sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	var image dockerspec.DockerOCIImage
	image.Platform = *opt.ImageOpt.Platform
	image.RootFS.Type = "layers"
	config, err := json.Marshal(image)
	return ref, "", config, err
}
