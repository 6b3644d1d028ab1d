-- title.en: What we learned since a day
-- title.ru: Что мы узнали с указанного дня
-- title.kk: Көрсетілген күннен бері не білдік
-- about.en: Legal events by the day this archive first showed them, newest first. Without a day: the last 30 days. Write the day as 2026-01-31.
-- about.ru: Юридические события по дню, когда они впервые появились в архиве; сначала новые. Без даты — за последние 30 дней. Дата пишется так: 2026-01-31.
-- about.kk: Құқықтық оқиғалар мұрағатта алғаш көрінген күні бойынша; жаңасы бірінші. Күн көрсетілмесе — соңғы 30 күн. Күн былай жазылады: 2026-01-31.
select
  known_on,
  effective_on,
  kind,
  act_id,
  title,
  summary,
  certainty,
  confidence,
  replaces
from events
where known_on >= coalesce(nullif(trim(:since), ''), date(today_in_almaty(), '-30 days'))
order by known_on desc, effective_on desc, id
