-- title.en: What does not agree
-- title.ru: Что не сходится
-- title.kk: Не сәйкес келмейді
-- about.en: Findings, the gravest first. Severity: error, warning or info; empty for all.
-- about.ru: Расхождения, сначала самые тяжёлые. Тяжесть (severity): error, warning или info; пусто — все.
-- about.kk: Сәйкессіздіктер, ең ауыры бірінші. Ауырлығы (severity): error, warning немесе info; бос болса — барлығы.
select
  severity,
  code,
  act_id,
  title,
  message,
  suggestion,
  quote,
  basis
from findings
where trim(:severity) in ('', severity)
order by
  case severity when 'error' then 0 when 'warning' then 1 else 2 end,
  code, act_id, id
