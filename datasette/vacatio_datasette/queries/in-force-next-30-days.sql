-- title.en: In force in the next 30 days
-- title.ru: Вводится в действие в ближайшие 30 дней
-- title.kk: Алдағы 30 күнде қолданысқа енгізіледі
-- about.en: What starts to apply from today on, day by day; a disputed day stands on the earliest reading too.
-- about.ru: Что вводится в действие начиная с сегодняшнего дня, по дням; спорная дата стоит и на самом раннем дне.
-- about.kk: Бүгіннен бастап қолданысқа енгізілетіндер, күні бойынша; даулы күн ең ерте оқылуында да тұр.
select
  day as in_force_on,
  act_id,
  number,
  title,
  provisions,
  certainty,
  confidence,
  reading,
  published_on
from (
  select
    c.in_force_on as day, c.act_id, c.provisions, c.certainty, c.confidence, null as reading
  from commencements c
  where c.in_force_on between today_in_almaty() and date(today_in_almaty(), '+30 days')
  union all
  select
    json_extract(other.value, '$.on'), c.act_id, c.provisions, c.certainty, c.confidence,
    json_extract(other.value, '$.reading')
  from commencements c, json_each(c.alternatives) other
  where c.confidence = 'disputed'
    and json_extract(other.value, '$.on')
      between today_in_almaty() and date(today_in_almaty(), '+30 days')
) days
join (
  select id, number, published_on, coalesce(title_ru, title_kk, title_en) as title from acts
) named on named.id = days.act_id
order by day, act_id, provisions
