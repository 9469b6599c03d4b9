-- Health of a PermissionSet in Argo CD. Healthy: AWS agrees with this very spec. Degraded: somebody has to act.
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

-- Of an object that is being deleted, Argo CD 3.6 and newer show deletionMessage; older ones do not ask.
local function health(status, message)
  if deleting then
    return { status = status, deletionMessage = "Deleting. " .. (message or "") }
  end
  return { status = status, message = message }
end

if not current(ready) then
  if deleting then
    return health("Progressing", "Waiting for the operator; the object goes when AWS has deleted the permission set.")
  end
  return health("Progressing", "Waiting for the operator to look at this version of it.")
end
if current(stalled) and stalled.status == "True" then
  return health("Degraded", stalled.message or ready.message)
end
if ready.status == "True" and not deleting then
  return health("Healthy", ready.message)
end
if ready.reason == "Suspended" and not deleting then
  return health("Suspended", ready.message)
end
return health("Progressing", ready.message)
