-- title.en: What does not agree
-- title.ru: Что не сходится
-- title.kk: Не сәйкес келмейді
-- about.en: Open findings, the gravest first. Severity: error, warning or info; empty for all. About: act or bulletin.
-- about.ru: Открытые расхождения, сначала самые тяжёлые. Тяжесть (severity): error, warning или info; пусто — все. О чём (about): act — акт, bulletin — бюллетень.
-- about.kk: Ашық сәйкессіздіктер, ең ауыры бірінші. Ауырлығы (severity): error, warning немесе info; бос болса — барлығы. Не туралы (about): act — акт, bulletin — бюллетень.
select
  severity,
  code,
  about,
  act_id,
  title,
  message,
  suggestion,
  first_seen,
  compared,
  quote,
  basis
from findings
where state in ('open', 'confirmed') and trim(:severity) in ('', severity)
order by
  case severity when 'error' then 0 when 'warning' then 1 else 2 end,
  code, act_id, id
