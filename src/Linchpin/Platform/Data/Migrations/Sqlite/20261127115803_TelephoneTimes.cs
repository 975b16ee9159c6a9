using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Linchpin.Platform.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TelephoneTimes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "CallBegan",
                table: "SessionRecords",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "CallEnded",
                table: "SessionRecords",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "CallBegan",
                table: "SessionRecords");

            migrationBuilder.DropColumn(
                name: "CallEnded",
                table: "SessionRecords");
        }
    }
}
