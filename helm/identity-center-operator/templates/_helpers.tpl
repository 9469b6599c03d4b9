{{- define "operator.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 50 | trimSuffix "-" }}
{{- end }}

{{/* Names of all objects begin with this. 50 characters leave room for what is added behind it. */}}
{{- define "operator.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "operator.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "operator.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* Names in the cluster's scope also tell releases of one name in two namespaces apart. */}}
{{- define "operator.clusterName" -}}
{{- printf "%s-%s" .Release.Namespace (include "operator.fullname" .) }}
{{- end }}

{{- define "operator.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- .Values.serviceAccount.name | default (include "operator.fullname" .) }}
{{- else }}
{{- required "Set serviceAccount.name to an existing service account, or serviceAccount.create to true." .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "operator.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: identity-center-operator
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* What never changes for the pods of one component: (list . "operator") */}}
{{- define "operator.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ include "operator.name" $root }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{/* An image by digest or tag: (list $image $defaultTag) */}}
{{- define "operator.image" -}}
{{- $image := index . 0 -}}
{{- if $image.digest }}
{{- printf "%s@%s" $image.repository $image.digest }}
{{- else }}
{{- printf "%s:%s" $image.repository ($image.tag | default (index . 1)) }}
{{- end }}
{{- end }}

{{- define "operator.simulatorName" -}}
{{- printf "%s-simulator" (include "operator.fullname" .) }}
{{- end }}

{{/* The operator's environment, one variable for each setting that is not empty. */}}
{{- define "operator.environment" -}}
{{- $config := .Values.config -}}
INSTANCE_ARN: {{ $config.instanceArn | quote }}
WATCH_NAMESPACES: {{ join "," $config.watchNamespaces | quote }}
RESYNC_INTERVAL: {{ $config.resyncInterval | quote }}
API_RATE: {{ $config.apiRate | quote }}
ASYNC_SLOTS: {{ $config.asyncSlots | quote }}
PROVISION_SLOTS: {{ $config.provisionSlots | quote }}
ALLOWED_ACCOUNTS: {{ join "," $config.allowedAccounts | quote }}
DENIED_ACCOUNTS: {{ join "," $config.deniedAccounts | quote }}
ALLOW_MANAGEMENT_ACCOUNT: {{ $config.allowManagementAccount | quote }}
PERMISSION_SET_PREFIX: {{ $config.permissionSetPrefix | quote }}
DRY_RUN: {{ $config.dryRun | quote }}
SAFETY_STOP_PERCENT: {{ $config.safetyStopPercent | quote }}
CLUSTER_ID: {{ $config.clusterId | quote }}
HTTP_PORT: {{ $config.httpPort | quote }}
LEADER_ELECTION: {{ $config.leaderElection | quote }}
LOG_FORMAT: {{ $config.logFormat | quote }}
LOG_LEVEL: {{ $config.logLevel | quote }}
{{- /* An empty AWS variable would hide what EKS sets in the pod. */}}
{{- if or .Values.aws.region .Values.simulator.enabled }}
AWS_REGION: {{ .Values.aws.region | default "us-east-1" | quote }}
{{- end }}
{{- if .Values.simulator.enabled }}
AWS_ENDPOINT_URL: {{ printf "http://%s:4599" (include "operator.simulatorName" .) | quote }}
{{- else if .Values.aws.endpointUrl }}
AWS_ENDPOINT_URL: {{ .Values.aws.endpointUrl | quote }}
{{- end }}
{{- with .Values.jvmOptions }}
JDK_JAVA_OPTIONS: {{ . | quote }}
{{- end }}
{{- end }}

{{/* Mistakes that the schema cannot see, all in one message. */}}
{{- define "operator.check" -}}
{{- $mistakes := list }}
{{- if and .Values.config.watchNamespaces (not .Values.config.clusterId) }}
{{- $mistakes = append $mistakes "config.watchNamespaces needs config.clusterId: in single namespaces the operator may not read kube-system, whose uid names the cluster otherwise." }}
{{- end }}
{{- if and (gt (int .Values.replicas) 1) (not .Values.config.leaderElection) }}
{{- $mistakes = append $mistakes "replicas above 1 need config.leaderElection: true, or two operators would write to AWS at the same time." }}
{{- end }}
{{- if and .Values.podDisruptionBudget.enabled (lt (int .Values.replicas) 2) }}
{{- $mistakes = append $mistakes "podDisruptionBudget.enabled needs replicas: 2 or more." }}
{{- end }}
{{- if and .Values.simulator.enabled .Values.aws.endpointUrl }}
{{- $mistakes = append $mistakes "simulator.enabled and aws.endpointUrl exclude each other: the operator talks to one of them." }}
{{- end }}
{{- if $mistakes }}
{{- fail (printf "\n\nThese values do not fit together:\n  - %s\n" (join "\n  - " $mistakes)) }}
{{- end }}
{{- end }}
