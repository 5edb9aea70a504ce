with documents as (
    select * from {{ ref('stg_documents') }}
),

-- The unit as it stood on the day of the report.
places as (
    select
        d.report_id,
        l.locality_id
    from documents as d
    inner join {{ ref('stg_localities') }} as l
        on
            d.locality_code = l.locality_code
            and coalesce(d.report_date, make_date(coalesce(d.report_year, 2000), 12, 31)) >= l.valid_from
            and coalesce(d.report_date, make_date(coalesce(d.report_year, 2000), 12, 31))
            < coalesce(l.valid_to, date '9999-12-31')
    qualify row_number() over (partition by d.report_id order by l.valid_from desc) = 1
)

select
    d.report_id as report_key,
    d.report_id,
    d.title,
    d.issuing_body,
    coalesce(p.locality_id, 'unknown') as locality_key,
    d.report_year,
    d.plan_year,
    d.report_date,
    d.document_number,
    d.source_path,
    d.sha256,
    d.loaded_at,
    d.extractor_version
from documents as d
left join places as p on d.report_id = p.report_id
union all
select
    'unknown',
    'unknown',
    'Chưa xác định',
    null,
    'unknown',
    null,
    null,
    null,
    null,
    null,
    null,
    null,
    null
