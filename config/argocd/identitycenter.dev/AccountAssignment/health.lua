-- Health of an AccountAssignment in Argo CD. Healthy: AWS agrees with this very spec. Degraded: somebody has to act.
-- Suspended: spec.suspend. Progressing: everything else, also while it is being deleted.
-- Argo CD loads no Lua libraries by default, so this uses none.
local conditions = {}
for _, condition in ipairs((obj.status or {}).conditions or {}) do
  conditions[condition.type] = condition
end

-- A condition that was computed for an older spec says nothing about this one. The request to delete
-- counts as a new generation too.
local function current(condition)
  return condition ~= nil and (condition.observedGeneration or 0) >= (obj.metadata.generation or 0)
end

local ready = conditions["Ready"]
local stalled = conditions["Stalled"]
local deleting = obj.metadata.deletionTimestamp ~= nil
local prefix = ""
if deleting then
  prefix = "Deleting. "
end

if not current(ready) then
  local waiting = "Waiting for the operator to look at this version of it."
  if deleting then
    waiting = "Waiting for the operator; the object goes when AWS has taken the access away."
  end
  return { status = "Progressing", message = prefix .. waiting }
end
if current(stalled) and stalled.status == "True" then
  return { status = "Degraded", message = prefix .. (stalled.message or ready.message or "") }
end
if deleting then
  return { status = "Progressing", message = prefix .. (ready.message or "") }
end
if ready.status == "True" then
  return { status = "Healthy", message = ready.message }
end
if ready.reason == "Suspended" then
  return { status = "Suspended", message = ready.message }
end
return { status = "Progressing", message = ready.message }
