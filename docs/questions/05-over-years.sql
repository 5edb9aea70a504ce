-- en: How did an indicator of one place develop from report to report?
-- vi: Một chỉ tiêu của một nơi thay đổi thế nào qua các báo cáo?
select 1
